import fc from 'fast-check'
import { asLines } from '../../runner/sources/as-lines'
import { parseLine } from '../../runner/sources/lines'
import { ids, SendBench } from '../__helpers__/send'

async function* piecesOf(text: string | Buffer, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text as string)
  for (let begin = 0; begin < bytes.length; begin += size) yield bytes.subarray(begin, begin + size)
}

async function lines(text: string | Buffer, size = 16 * 1024, path = 'orders.csv'): Promise<string[]> {
  const pieces: Buffer[] = []
  for await (const piece of asLines(piecesOf(text, size), path)) pieces.push(piece)
  return Buffer.concat(pieces).toString().split('\n')
}

const HEADER = 'id,user_id,event,timestamp,order_id,note'

/** The rows below a header, each by the number of its line. */
async function rows(text: string, header = HEADER, size?: number): Promise<Record<number, unknown>> {
  const all = (await lines(`${header}\n${text}`, size)).map((line, index) => [index + 1, line] as const)
  return Object.fromEntries(all.filter(([, line]) => line !== '').map(([number, line]) => [number, read(line)]))
}

function read(line: string): unknown {
  const [found] = parseLine(line)
  return 'problem' in found ? found.problem : JSON.parse(line)
}

fc.configureGlobal({ seed: 20261122 })

/** Cells without a value. */
const NULLS = ['', 'null', 'NULL', '\\N']

const M1 = { id: 'm1', user_id: 'u1', event: 'Order Completed', timestamp: '2026-11-22', order_id: 'A-1', note: 'x' }
const COLUMNS = 'has another number of columns than the header'
const QUOTES = /^has a quotation mark that is not doubled/

describe('a table of rows', () => {
  it.each<[what: string, text: string, expected: Record<number, unknown>]>([
    ['a row', 'm1,u1,Order Completed,2026-11-22,A-1,x\n', { 2: M1 }],
    ['a row without a line end', 'm1,u1,Order Completed,2026-11-22,A-1,x', { 2: M1 }],
    [
      'Windows line ends',
      'm1,u1,Order Completed,2026-11-22,A-1,"x"\r\nm1,u1,Order Completed,2026-11-22,A-1,x\r\n',
      { 2: M1, 3: M1 }
    ],
    ['blank lines', '\n\nm1,u1,Order Completed,2026-11-22,A-1,x\n \n', { 4: M1 }],
    [
      'cells of several lines',
      'm1,u1,Order Completed,2026-11-22,A-1,"x\ny, ""z"""\nm1,u1,Order Completed,2026-11-22,A-1,x\n',
      { 2: { ...M1, note: 'x\ny, "z"' }, 4: M1 }
    ],
    ['no value', 'm1,u1,Order Completed,2026-11-22,,\\N\n', { 2: { ...M1, order_id: null, note: null } }],
    ['null', 'm1,u1,Order Completed,2026-11-22,NULL,null', { 2: { ...M1, order_id: null, note: null } }],
    ['a mark in the middle', 'm1,u1,Order Completed,2026-11-22,A-1,5" pipe\n', { 2: { ...M1, note: '5" pipe' } }],
    ['too few cells', 'm1,u1\nm1,u1,Order Completed,2026-11-22,A-1,x', { 2: COLUMNS, 3: M1 }],
    ['too many cells', 'm1,u1,Order Completed,2026-11-22,A-1,x,y', { 2: COLUMNS }],
    ['a mark that is not closed', 'm1,u1,Order Completed,2026-11-22,A-1,"x\nm2', { 2: expect.stringMatching(QUOTES) }],
    ['a mark that is not doubled', 'm1,u1,Order Completed,2026-11-22,A-1,"x" y\n', { 2: expect.stringMatching(QUOTES) }]
  ])('has %s', async (_what, text, expected) => {
    expect(await rows(text)).toEqual(expected)
    expect(await rows(text, HEADER, 1)).toEqual(expected)
  })

  it.each([[';'], ['\t'], ['|']])('may be divided by %j', async (delimiter) => {
    const [header, row] = [HEADER, 'm1,u1,Order Completed,2026-11-22,A-1,x'].map((line) =>
      line.replaceAll(',', delimiter)
    )
    expect(await rows(row, header)).toEqual({ 2: M1 })
  })

  it('may have a byte order mark, quoted names and upper case', async () => {
    const header = '\uFEFF"ID","USER_ID","EVENT","TIMESTAMP","ORDER_ID","NOTE"'
    expect(await rows('m1,u1,Order Completed,2026-11-22,A-1,x', header)).toEqual({ 2: M1 })
  })

  it('may have columns by the keys of events', async () => {
    const header =
      'messageId,userId,event,properties.order_id,context.page.url,properties.__proto__.x,,properties.order_id'
    expect(await rows('m1,u1,Order Completed,A-1,https://example.com/,y,z,A-2', header)).toEqual({
      2: {
        messageId: 'm1',
        userId: 'u1',
        event: 'Order Completed',
        properties: { order_id: 'A-1', ['__proto__']: { x: 'y' } },
        context: { page: { url: 'https://example.com/' } }
      }
    })
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it('is of the type that the name of its table says', async () => {
    const [, row] = await lines(
      'id,user_id,timestamp,url\nm1,u1,2026-11-22,https://example.com/',
      64,
      '/tmp/prod_pages_000.csv.gz'
    )
    expect(JSON.parse(row)).toMatchObject({ type: 'page', url: 'https://example.com/' })
  })

  it('has no row whose bytes are not UTF-8', async () => {
    const [, row, next] = await lines(Buffer.from(`${HEADER}\nm1,Zo\xEB,e,t,o,n\nm2,u,e,t,o,n\n`, 'latin1'))
    expect(read(row)).toBe('is not valid UTF-8')
    expect(read(next)).toMatchObject({ id: 'm2' })
  })
})

it.each<[header: string, problem: string]>([
  [
    'name,email',
    'is a table without the columns of events: it lacks event or event_text or type, and id or message_id, and'
  ],
  [
    'id;user_id;event',
    'it lacks timestamp or original_timestamp or received_at or sent_at (a header is, for example, id,event,user_id,'
  ],
  ['evnt,messageId,userId,timestamp', 'it lacks event or event_text or type (a header is'],
  ['id,user_id,event,event_text,timestamp,context_ip', 'has no properties, like the table "tracks" of all events']
])('is no table of events with the columns %s', async (header, problem) => {
  await expect(lines(`${header}\n1,2,3,4,5,6\n`)).rejects.toThrow(problem)
})

it.each<[text: string, isTable: boolean]>([
  ['m1,u1,order_completed,2026-11-22,5\nm2,u2,order_completed,2026-11-22,5\nm3,', true],
  ['1;2;3;4\n5;6;7;8', true],
  ['1,2,3,4\n5,6', false],
  ['1, 2, 3 and 4\n5, 6, 7 and 8\n', false],
  ['INFO 1,2,3,{"a":1}\nINFO 1,2,3,{"a":1}\n', false]
])('needs the names of its columns: %j', async (text, isTable) => {
  const result = lines(text, 1).then(
    () => '',
    (error) => error.message
  )
  expect(await result).toBe(
    isTable ? 'is a table whose first line does not name its columns: export it with a header' : ''
  )
})

it('gives each cell back, in pieces of any size', async () => {
  const cell = fc.oneof(fc.stringMatching(/^[a-z0-9 ,;"\n\t|{}\\äß🎉]{1,12}$/u), fc.constant('x'))
  const header = 'id,user_id,event,timestamp,a,b'
  const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (values, size) => {
      const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
      const text = values.map((pair) => ['m', 'u', 'e', 't', ...pair].map(quote).join()).join('\n')
      const found = (await lines(`${header}\n${text}`, size))
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
      expect(found.map(({ a, b }) => [a, b])).toEqual(
        values.map((pair) => pair.map((each) => (NULLS.includes(each) ? null : each)))
      )
    }),
    { numRuns: 100 }
  )
})

it('ends where a row is too long', async () => {
  const text = `${HEADER}\nm1,u1,e,t,o,x\nm2,u2,e,t,o,"${'x'.repeat(2_000_000)}`
  await expect(lines(text)).rejects.toThrow('could not be read beyond line 3: a row is longer than 1 MiB')
})

describe('send', () => {
  const bench = new SendBench()
  const header = 'id,user_id,event_text,timestamp,context_ip,order_id,revenue,currency,products,note'
  const order = (index: number, note = '"a\nb"') =>
    `m${index},user-${index},Order Completed,2026-11-22 10:00:00 UTC,203.0.113.5,A-${index},5,USD,"[{""id"":""P1""}]",${note}`

  it('delivers rows, and names those which it cannot read by their lines', async () => {
    const file = bench.folder.write('orders.csv', [header, order(0), 'm1', order(2), ''].join('\n'))
    const report = await bench.sendJson([file])
    expect(report).toMatchObject({ read: 2, delivered: 2, unreadable: 1, status: 1 })
    expect(Object.values(report.reasons)).toEqual([{ count: 1, example: `${file}:4` }])
    const [first] = bench.sandbox.accepted
    expect(first.data).toMatchObject({
      event_id: 'm0',
      user: { ip: '203.0.113.5' },
      properties: { value: 5, currency: 'USD' }
    })
  })

  it('resumes at a row, though cells go on over several lines', async () => {
    const count = 2500
    const text = [header, ...Array.from({ length: count }, (_, index) => order(index)), ''].join('\n')
    const file = bench.folder.write('orders.csv', text)
    const checkpoint = bench.folder.file('checkpoint')
    bench.sandbox.stub({ times: 1 })
    bench.sandbox.stub({ code: 40105, times: 1 })
    const args = [file, '--checkpoint', checkpoint, '--concurrency', '1']
    expect((await bench.sendJson(args)).status).toBe(1)
    expect((await bench.sendJson(args)).status).toBe(0)
    expect(bench.acceptedIds().sort()).toEqual(ids(count).sort())
  })
})
