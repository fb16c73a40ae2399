import { ordersOf, toLines } from '../__helpers__/command'
import { ids, SendBench } from '../__helpers__/send'

const bench = new SendBench()

/** An order of m0 whose line holds other bytes in the place of its user ID. */
function orderWithUserId(userId: string | Buffer): Buffer {
  const [before, after] = JSON.stringify({ ...ordersOf(1)[0], userId: 'HERE' }).split('"HERE"')
  return Buffer.concat([Buffer.from(before), Buffer.from(userId), Buffer.from(`${after}\n`)])
}

const UNREADABLE: [kind: string, bytes: string | Buffer, problem: string][] = [
  ['Latin-1', Buffer.from('"J\xfcrgen"', 'latin1'), 'is not valid UTF-8'],
  ['an encoded surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'is not valid UTF-8'],
  ['an overlong encoding', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'is not valid UTF-8'],
  ['half a character', Buffer.from([0x22, 0xf0, 0x9f, 0x98, 0x22]), 'is not valid UTF-8'],
  ['the escape of a high surrogate', '"jane\\ud83d"', 'contains a lone surrogate'],
  ['the escape of a low surrogate', '"jane\\uDE00"', 'contains a lone surrogate']
]

it.each(UNREADABLE)('%s makes its line unreadable, and no other', async (_kind, bytes, problem) => {
  const [, second, third] = ordersOf(3)
  const input = Buffer.concat([Buffer.from(toLines([second])), orderWithUserId(bytes), Buffer.from(toLines([third]))])
  const report = await bench.sendJson(['-'], { input })
  expect(report).toMatchObject({ read: 2, delivered: 2, unreadable: 1, status: 1 })
  const [[reason, { example }]] = Object.entries(report.reasons)
  expect(reason).toContain(`a line ${problem}`)
  expect(example).toBe('-:2')
  expect(bench.acceptedIds()).toEqual(['m1', 'm2'])
})

it('the same lines are unreadable to several threads, and no others', async () => {
  const orders = ordersOf(1 + UNREADABLE.length).map((order) => Buffer.from(toLines([order])))
  const input = Buffer.concat([
    orders[0],
    ...UNREADABLE.flatMap(([, bytes], index) => [orderWithUserId(bytes), orders[index + 1]])
  ])
  const { status, stdout } = await bench.spawn(['-', '--workers', '2'], { input })
  const unreadable = stdout.split('\n').filter((line) => line.startsWith('line ') && !line.endsWith('delivered'))
  expect(unreadable).toEqual(
    UNREADABLE.map(([, , problem], index) => expect.stringMatching(`^line ${2 + 2 * index} +${problem}`))
  )
  expect(stdout).toContain(`${orders.length} events: ${orders.length} delivered`)
  expect(stdout).toContain(`${UNREADABLE.length} unreadable lines`)
  expect(stdout).toMatch(/ a line is not valid UTF-8[^\n]* \(-:2\)\n/)
  expect(stdout).toMatch(/ a line contains a lone surrogate[^\n]* \(-:10\)\n/)
  expect(bench.acceptedIds()).toEqual(ids(orders.length))
  expect(status).toBe(1)
})

it('takes characters outside of the first plane, escaped and not', async () => {
  const input = Buffer.concat([orderWithUserId('"😀"'), orderWithUserId('"\\ud83d\\ude00"')])
  expect(await bench.sendJson(['-'], { input })).toMatchObject({ read: 2, unreadable: 0 })
  const externalIds = [...bench.sandbox.accepted, ...bench.sandbox.duplicates].map(({ data }) =>
    String(data.user?.external_id)
  )
  expect(externalIds).toHaveLength(2)
  expect(new Set(externalIds).size).toBe(1)
})

it('keeps the digits of numbers beyond 2^53, so that different people stay different', async () => {
  const numbers = ['9007199254740992', '9007199254740993', '"9007199254740993"']
  const input = Buffer.concat(
    numbers.map((number, index) =>
      Buffer.from(orderWithUserId(number).toString().replace('"messageId":"m0"', `"messageId":"m${index}"`))
    )
  )
  expect(await bench.sendJson(['-'], { input })).toMatchObject({ read: 3, delivered: 3 })
  const externalIds = bench.sandbox.accepted.map(({ data }) => String(data.user?.external_id))
  expect(externalIds[0]).not.toBe(externalIds[1])
  expect(externalIds[1]).toBe(externalIds[2])
})

it('keeps an amount with many digits a number', async () => {
  const line = JSON.stringify(ordersOf(1)[0]).replace('"revenue":1', '"revenue":12.345678901234567890')
  expect(await bench.sendJson(['-'], { input: `${line}\n` })).toMatchObject({ delivered: 1 })
  expect(bench.sandbox.accepted[0].data.properties?.value).toBe(12.345678901234567)
})

it('reads events in a text with the same care', async () => {
  const [event] = ordersOf(1)
  const inner = JSON.stringify({ ...event, userId: 'HERE' })
  const lineOf = (userId: string) => `${JSON.stringify({ body: inner.replace('"HERE"', userId) })}\n`
  const input = lineOf('9007199254740993') + lineOf('"9007199254740993"') + lineOf('"jane\\ud83d"')
  expect(await bench.sendJson(['-'], { input })).toMatchObject({ read: 2, unreadable: 1 })
  const externalIds = [...bench.sandbox.accepted, ...bench.sandbox.duplicates].map(({ data }) =>
    String(data.user?.external_id)
  )
  expect(externalIds).toHaveLength(2)
  expect(new Set(externalIds).size).toBe(1)
})
