import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { decompress } from '../../runner/sources/decompress'
import { ordersOf, toLines } from '../__helpers__/command'
import { runsOf } from '../__helpers__/runs'
import { ids, SendBench } from '../__helpers__/send'

fc.configureGlobal({ seed: 20261122 })

const bench = new SendBench()

const GZIP_HEADER_BYTES = 10

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
    ['a member without its end', members(50)[0].subarray(0, 200), 'Z_BUF_ERROR'],
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

it('gives each whole line before a damage', async () => {
  const text = toLines(ordersOf(500))
  const packed = gzipSync(text, { level: 0 })
  // Blocks that are not compressed begin with 1 byte, their length, and the length again, inverted.
  const blockBytes = packed.readUInt16LE(GZIP_HEADER_BYTES + 1)
  packed[GZIP_HEADER_BYTES + 5 + blockBytes + 1] ^= 0xff
  const report = await bench.sendJson([bench.folder.write('a.gz', packed)])
  expect(report).toMatchObject({
    status: 1,
    delivered: text.slice(0, blockBytes).split('\n').length - 1,
    readErrors: [expect.stringContaining('damaged gzip: invalid stored block lengths')]
  })
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

it('keeps memory flat for a member that grows a thousandfold', async () => {
  const packed = gzipSync(Buffer.alloc(64 * 1024 * 1024))
  let largest = 0
  for await (const bytes of decompress(piecesOf(packed, 16 * 1024))) largest = Math.max(largest, bytes.length)
  expect(largest).toBeLessThanOrEqual(16 * 1024)
})

async function* piecesOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let begin = 0; begin < bytes.length; begin += size) yield bytes.subarray(begin, begin + size)
}

async function contentOf(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const bytes of decompress(source)) pieces.push(bytes)
  return Buffer.concat(pieces)
}
