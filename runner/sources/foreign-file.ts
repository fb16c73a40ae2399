import { describePipe } from './standard-input'

/** Reports a file of a form that is not read. The message is the end of a sentence that begins with the name of the file. */
export class ForeignFile extends Error {}

const NDJSON = 'write its rows as one JSON object a line'

/** The beginnings of files that are not read, as Latin-1, with the name of each form and what turns it into events. */
const FORMS: readonly [beginning: string, name: string, step: string, offset?: number][] = [
  ['PAR1', 'a Parquet file', `${NDJSON}, such as with: duckdb -c "COPY (FROM 'FILE') TO 'events.ndjson'"`],
  ['Obj\x01', 'an Avro file', `${NDJSON}, such as with: avro-tools tojson FILE > events.ndjson`],
  ['ORC', 'an ORC file', NDJSON],
  ['ARROW1', 'an Arrow file', NDJSON],
  ['SQLite format 3\0', 'a SQLite database', `${NDJSON}, such as with: sqlite3 -json FILE "SELECT * FROM events"`],
  ['PK\x03\x04', 'a zip archive or a workbook of Excel', 'unpack it, or save its sheet as CSV'],
  ['PK\x05\x06', 'an empty zip archive', 'send the files that should be in it'],
  ['\xD0\xCF\x11\xE0', 'a workbook of Excel', 'save its sheet as CSV'],
  ['ustar', 'a tar archive', 'unpack it, and send the files in it', 257],
  ['\x28\xB5\x2F\xFD', 'compressed with zstd', unpackedBy('zstd')],
  ['BZh', 'compressed with bzip2', unpackedBy('bzip2')],
  ['\xFD7zXZ', 'compressed with xz', unpackedBy('xz')],
  ['\x04\x22\x4D\x18', 'compressed with lz4', unpackedBy('lz4')],
  ['%PDF-', 'a PDF', 'export the events themselves'],
  ['<', 'XML or HTML', 'write its events as one JSON object a line'],
  ['\xEF\xBB\xBF<', 'XML or HTML', 'write its events as one JSON object a line']
]

function unpackedBy(tool: string): string {
  return `pipe it into ${describePipe(`${tool} -dc FILE`)}`
}

/** Bytes that are enough to recognize the form of a file: the name of tar is at 257. */
const HEAD_BYTES = 512

/**
 * Gives the bytes of a text in UTF-8.
 * @throws ForeignFile for a file that is not text, or whose text is of another form
 * @throws TypeError for text that is not valid UTF-16
 */
export async function* decodeText(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  /** The first bytes, until there are enough of them to decide. */
  let head: Buffer | undefined = Buffer.alloc(0)
  let decode: Decode = (bytes) => bytes
  for await (const next of source) {
    let bytes = next
    if (head !== undefined) {
      bytes = Buffer.concat([head, next])
      head = isEnough(bytes) ? undefined : bytes
      if (head !== undefined) continue
      decode = decoderFor(bytes)
    }
    yield decode(bytes, true)
  }
  if (head !== undefined) decode = decoderFor(head)
  yield decode(head ?? Buffer.alloc(0), false)
}

type Decode = (bytes: Buffer, hasMore: boolean) => Buffer

/** JSON is passed on at once, as the next event of a pipe may come much later. */
function isEnough(head: Buffer): boolean {
  const isJson = head.length > 1 && '{['.includes(String.fromCharCode(head[0])) && head[1] !== 0
  return isJson || head.length >= HEAD_BYTES
}

function decoderFor(head: Buffer): Decode {
  const text = head.toString('latin1', 0, HEAD_BYTES)
  const form = FORMS.find(([beginning, , , offset]) => text.startsWith(beginning, offset))
  if (form !== undefined) throw new ForeignFile(`is ${form[1]}: ${form[2]}`)
  const encoding = encodingOf(text)
  if (encoding === undefined) return (bytes) => bytes
  const decoder = new TextDecoder(encoding, { fatal: true })
  return (bytes, hasMore) => Buffer.from(decoder.decode(bytes, { stream: hasMore }))
}

/** UTF-16 has a byte order mark, or a zero byte in the first letter or bracket. */
function encodingOf(text: string): string | undefined {
  const [first, second] = text
  if (text.startsWith('\xFF\xFE') || (first !== '\0' && second === '\0')) return 'utf-16le'
  return text.startsWith('\xFE\xFF') || (first === '\0' && second !== '\0' && text.length > 1) ? 'utf-16be' : undefined
}
