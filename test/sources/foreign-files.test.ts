import { gzipSync } from 'node:zlib'
import { decodeText, ForeignFile } from '../../runner/sources/foreign-file'
import { ordersOf, TestFolder, toLines } from '../__helpers__/command'
import { rehearse, runInProcess } from '../__helpers__/in-process'

async function* piecesOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let begin = 0; begin < bytes.length; begin += size) yield bytes.subarray(begin, begin + size)
}

async function decoded(bytes: Buffer, size = 16 * 1024): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of decodeText(piecesOf(bytes, size))) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

const latin1 = (text: string) => Buffer.from(text, 'latin1')

it.each<[form: string, bytes: Buffer]>([
  ['a Parquet file', latin1('PAR1\x15\x04')],
  ['an Avro file', latin1('Obj\x01\x04\x16avro.schema')],
  ['an ORC file', latin1('ORC\x08')],
  ['an Arrow file', latin1('ARROW1\0\0')],
  ['a SQLite database', latin1('SQLite format 3\0')],
  ['a zip archive or a workbook of Excel', latin1('PK\x03\x04\x14\0')],
  ['a workbook of Excel', latin1('\xD0\xCF\x11\xE0\xA1\xB1')],
  ['a tar archive', latin1(`events.ndjson${'\0'.repeat(244)}ustar\0`)],
  ['compressed with zstd', latin1('\x28\xB5\x2F\xFD\x04\0')],
  ['compressed with bzip2', latin1('BZh91AY')],
  ['compressed with xz', latin1('\xFD7zXZ\0')],
  ['compressed with lz4', latin1('\x04\x22\x4D\x18')],
  ['a PDF', latin1('%PDF-1.7')],
  ['XML or HTML', latin1('<?xml version="1.0"?>')],
  ['XML or HTML', Buffer.from('\uFEFF<html>')]
])('names the form of a file, and what to do: %s', async (form, bytes) => {
  const message = new RegExp(`^is ${form}: .{15}`)
  await expect(decoded(bytes)).rejects.toThrow(message)
  await expect(decoded(Buffer.concat([bytes, Buffer.alloc(2000)]), 1)).rejects.toThrow(ForeignFile)
})

describe('a text', () => {
  const TEXT = '{"event":"Größe 🎉"}\n[1]\n'

  it.each<[encoding: string, bytes: Buffer]>([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-16', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(TEXT, 'utf16le')],
    ['UTF-16, big endian', Buffer.from(`\uFEFF${TEXT}`, 'utf16le').swap16()],
    ['UTF-16, big endian, without a mark', Buffer.from(TEXT, 'utf16le').swap16()]
  ])('is read in %s', async (_encoding, bytes) => {
    expect(await decoded(bytes)).toBe(TEXT)
    expect(await decoded(bytes, 1)).toBe(TEXT)
  })

  it.each([[''], ['{'], ['x'], ['\n'], ['type,event\n']])('may be short: %j', async (text) => {
    expect(await decoded(Buffer.from(text))).toBe(text)
  })

  it('in UTF-16 ends at half a character, so that people do not become one', async () => {
    const bytes = Buffer.from('\uFEFF{"a":"\ud83d"}', 'utf16le')
    await expect(decoded(bytes)).rejects.toThrow('not valid for encoding utf-16le')
  })

  it('of a pipe is passed on at once', async () => {
    async function* pipe(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"a":1}\n')
      throw new Error('read on')
    }
    const { value } = await decodeText(pipe()).next()
    expect(String(value)).toBe('{"a":1}\n')
  })
})

describe('send', () => {
  const folder = new TestFolder()
  afterAll(() => folder.remove())

  it('reports such a file once, and sends the others', async () => {
    const events = folder.write('b.ndjson', Buffer.from(`\uFEFF${toLines(ordersOf(2))}`, 'utf16le'))
    const parquet = folder.write('a.parquet', gzipSync(latin1(`PAR1${'\n'.repeat(1000)}`)))
    const { report, status } = await rehearse(parquet, events)
    expect(report).toMatchObject({ read: 2, wouldBeSent: 2, unreadable: 0 })
    expect(report.readErrors).toEqual([
      expect.stringMatching(/a\.parquet is a Parquet file: write its rows as one JSON object a line/)
    ])
    expect(status).toBe(1)
  })

  it('reports standard input, too, and reads a table from it', async () => {
    const send = (input: string | Buffer) =>
      runInProcess(['send', '-', '--dry-run', '--json', '--workers', '1'], { input })
    const foreign = await send(latin1('PAR1'))
    expect(JSON.parse(foreign.stdout).readErrors).toEqual([
      expect.stringMatching(/^Standard input is a Parquet file: /)
    ])
    const table = await send(
      'id,user_id,event_text,timestamp,order_id,revenue,currency\nm,u,Order Completed,2026-11-22,A,5,USD'
    )
    expect(JSON.parse(table.stdout)).toMatchObject({ read: 1, wouldBeSent: 1 })
  })

  const posthog = (id: string) => ({ event: 'Order Completed', distinct_id: id, properties: {} })
  const gtm = { event: 'purchase', ecommerce: {} }

  it.each<[what: string, text: string]>([
    ['lines', `\n${JSON.stringify(gtm)}\n${toLines([posthog('a'), posthog('b')])}`],
    ['a single line', JSON.stringify(posthog('a'))],
    ['a document', JSON.stringify([posthog('a'), gtm], undefined, 2)],
    ['more lines than are looked at', toLines([...Array(30).fill(posthog('a')), ...ordersOf(1)])]
  ])('reports a file of another tool once: %s', async (_what, text) => {
    const { report, status } = await rehearse(folder.write('other.ndjson', text))
    expect(report).toMatchObject({ read: 0, unreadable: 0 })
    expect(report.readErrors).toEqual([
      expect.stringMatching(
        /other\.ndjson holds no events of Segment\. Its first line is an (?:event of PostHog|entry of Google)/
      )
    ])
    expect(status).toBe(1)
  })

  it.each<[what: string, text: string, expected: object]>([
    ['an event among them', toLines([posthog('a'), ...ordersOf(1)]), { read: 1, unreadable: 1 }],
    ['a line that is no JSON', `x\n${toLines([posthog('a')])}`, { read: 0, unreadable: 2 }],
    ['a long first line', `${'x'.repeat(3_000_000)}\n${toLines(ordersOf(1))}`, { read: 1, unreadable: 1 }],
    ['nothing', '\n \n', { read: 0, unreadable: 0 }]
  ])('reports the lines of a file that has %s', async (_what, text, expected) => {
    const { report } = await rehearse(folder.write('mixed.ndjson', text))
    expect(report).toMatchObject({ ...expected, readErrors: [] })
  })
})
