import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { decompress } from '../../runner/sources/decompress'
import { readEventAt } from '../../runner/sources/event-at'
import { findFiles } from '../../runner/sources/files'
import { ordersOf, toLines } from '../__helpers__/command'
import { runsOf } from '../__helpers__/runs'
import { ids, SendBench } from '../__helpers__/send'

fc.configureGlobal({ seed: 20261122 })

const bench = new SendBench()

const ZEROS = Buffer.alloc(700)

/** Gzip members with so many orders each. */
function members(...counts: number[]): Buffer[] {
  const events = ordersOf(counts.reduce((sum, count) => sum + count))
  let begin = 0
  return counts.map((count) => {
    begin += count
    return gzipSync(toLines(events.slice(begin - count, begin)))
  })
}

describe.each(['a file', 'standard input'])('%s', (kind) => {
  const sendBytes = (bytes: Buffer) =>
    kind === 'a file' ? bench.sendJson([bench.folder.write('a.gz', bytes)]) : bench.sendJson(['-'], { input: bytes })

  it.each<[what: string, join: (first: Buffer, second: Buffer, third: Buffer) => Buffer[]]>([
    ['next to each other', (...all) => all],
    ['behind zero bytes', (first, ...others) => [first, ZEROS, ...others, ZEROS]],
    ['behind many zero bytes', (first, second, third) => [first, Buffer.alloc(100_000), second, ZEROS, third]]
  ])('gives all events of members %s', async (_what, join) => {
    const [first, second, third] = members(200, 1, 99)
    expect(await sendBytes(Buffer.concat(join(first, second, third)))).toMatchObject({
      status: 0,
      read: 300,
      delivered: 300,
      readErrors: []
    })
    expect(new Set(bench.acceptedIds())).toEqual(new Set(ids(300)))
  })

  it.each<[what: string, tail: Buffer, problem: string]>([
    ['text', Buffer.from('garbage'), 'bytes that are not gzip behind the end of a gzip member, before byte '],
    ['text behind zero bytes', Buffer.concat([ZEROS, Buffer.from('xyz')]), 'bytes that are not gzip'],
    ['a member without its end', members(50)[0].subarray(0, 200), 'it was cut off; get it again'],
    [
      'a member whose end is damaged',
      Buffer.concat([gzipSync('{}\n').subarray(0, -8), Buffer.alloc(8)]),
      'damaged gzip: incorrect data check, before byte '
    ]
  ])('reports %s behind a member, and gives all events before', async (_what, tail, problem) => {
    const report = await sendBytes(Buffer.concat([...members(150), tail]))
    expect(report).toMatchObject({ status: 1, readErrors: [expect.stringContaining(`read to its end (${problem}`)] })
    expect(new Set(bench.acceptedIds()).size).toBeGreaterThanOrEqual(150)
  })
})

/** Packs orders without compression, and changes one amount, which only the checksum shows. */
function packDamaged(count: number, padding = ''): Buffer {
  const packed = gzipSync(toLines(ordersOf(count, () => ({ padding }))), { level: 0 })
  const amount = packed.indexOf('"revenue":1') + '"revenue":'.length
  packed[amount] = '9'.charCodeAt(0)
  return packed
}

/** Larger than what is held in memory. */
const LARGE = 1500
const PADDING = 'x'.repeat(4000)

describe('a damaged member', () => {
  it.each<[what: string, kind: 'file' | 'stdin', packed: () => Buffer]>([
    ['small, in a file', 'file', () => packDamaged(500)],
    ['small, in standard input', 'stdin', () => packDamaged(500)],
    ['large, in a file', 'file', () => packDamaged(LARGE, PADDING)],
    ['cut, in a file', 'file', () => gzipSync(toLines(ordersOf(500))).subarray(0, 2000)],
    ['large and cut, in a file', 'file', () => packDamaged(LARGE, PADDING).subarray(0, 5_000_000)]
  ])('that is %s is not sent, while those before it are', async (_what, kind, packed) => {
    const [good] = members(150)
    const bytes = Buffer.concat([good, packed()])
    const report = await (kind === 'file'
      ? bench.sendJson([bench.folder.write('a.gz', bytes)])
      : bench.sendJson(['-'], { input: bytes }))
    const member = `nothing was used of its gzip member, which begins at byte ${good.length}`
    expect(report).toMatchObject({ status: 1, read: 150, readErrors: [expect.stringContaining(member)] })
    expect(bench.acceptedIds().sort()).toEqual(ids(150).sort())
  })

  it('that is large, in standard input, has its lines named', async () => {
    const bytes = Buffer.concat([...members(150), packDamaged(LARGE, PADDING)])
    const report = await bench.sendJson(['-'], { input: bytes })
    const doubt = `values of lines 151 to ${150 + LARGE + 1}, which were used, may be wrong`
    expect(report).toMatchObject({ status: 1, readErrors: [expect.stringContaining(doubt)] })
  })

  it('gives explain the lines before the damage', async () => {
    const path = bench.folder.write('a.gz', gzipSync(toLines(ordersOf(500))).subarray(0, 2000))
    const [file] = await findFiles([path])
    expect(await readEventAt(file, 1)).toMatchObject({ event: { messageId: 'm0' } })
  })
})

it('gives all events of large members whose checksum is right', async () => {
  const events = ordersOf(2 * LARGE, () => ({ padding: PADDING }))
  const packed = [events.slice(0, LARGE), events.slice(LARGE)].map((part) => gzipSync(toLines(part)))
  const path = bench.folder.write('a.gz', Buffer.concat(packed))
  expect(await bench.sendJson([path])).toMatchObject({ status: 0, delivered: 2 * LARGE })
  expect(new Set(bench.acceptedIds()).size).toBe(2 * LARGE)
})

it('gives the events of small members before the whole of a large file is checked', async () => {
  const members = Array.from({ length: 20 }, () => gzipSync(randomBytes(10_000)))
  const readAgain = jest.fn(() => piecesOf(Buffer.concat(members), 64 * 1024))
  const read = decompress(piecesOf(Buffer.concat(members), 64 * 1024), { isChecked: true, readAgain })
  let bytes = 0
  for await (const piece of read) bytes += piece.length
  expect(bytes).toBe(20 * 10_000)
  expect(readAgain).not.toHaveBeenCalled()
})

it('decompresses members and padding in pieces of any size', async () => {
  const part = fc.oneof(
    fc.tuple(fc.uint8Array({ maxLength: 40_000 }), fc.constantFrom(0, 1, 9)),
    fc.nat(50).map((zeros) => zeros)
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 3000 }),
      async (parts, size) => {
        const all = [[new Uint8Array([1]), 9] as [Uint8Array, number], ...parts]
        const packed = all.map((each) =>
          typeof each === 'number' ? Buffer.alloc(each) : gzipSync(each[0], { level: each[1] })
        )
        const expected = all.map((each) => (typeof each === 'number' ? Buffer.alloc(0) : Buffer.from(each[0])))
        expect(await contentOf(piecesOf(Buffer.concat(packed), size))).toEqual(Buffer.concat(expected))
      }
    ),
    { numRuns: runsOf(40) }
  )
})

it.each([{}, { isChecked: true }])(
  'keeps memory flat for a member that grows a thousandfold, with %j',
  async (options) => {
    const packed = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    let largest = 0
    for await (const bytes of decompress(piecesOf(packed, 16 * 1024), options))
      largest = Math.max(largest, bytes.length)
    expect(largest).toBeLessThanOrEqual(16 * 1024)
  }
)

async function* piecesOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let begin = 0; begin < bytes.length; begin += size) yield bytes.subarray(begin, begin + size)
}

async function contentOf(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const bytes of decompress(source, { isChecked: true })) pieces.push(bytes)
  return Buffer.concat(pieces)
}
