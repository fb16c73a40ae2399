import { Archive } from './archive'
import type { InputFile } from './files'
import type { EventLine } from './lines'
import { parseLine, readLines } from './lines'

/** A file with more bytes in its first chunk is not one event over several lines. */
const MAX_DOCUMENT_BYTES = 1024 * 1024

const START = { file: 0, offset: 0, line: 1, selected: 0 }

/**
 * Reads one event of a file.
 * @param line its line; by default the first one that is not blank, or the whole file if that is one JSON object
 * @returns the event, or the problem as the end of a sentence that begins with the name of the file
 */
export async function readEventAt(
  file: InputFile,
  line?: number
): Promise<Pick<EventLine, 'event' | 'mapping'> | { problem: string }> {
  const archive = new Archive([file])
  try {
    for await (const chunk of archive.chunks(START)) {
      for (const found of readLines(chunk)) {
        if (line !== undefined && found.line < line) continue
        if (line !== undefined && found.line > line) return { problem: `line ${line} is blank` }
        if (!('problem' in found)) return found
        const document = line === undefined ? parseDocument(chunk.bytes) : undefined
        return document ?? { problem: `line ${found.line} ${found.problem}` }
      }
    }
  } finally {
    archive.stop()
  }
  const [readError] = archive.readErrors
  if (readError !== undefined) return { problem: readError }
  return { problem: line === undefined ? 'there is no event in it' : `there is no line ${line}` }
}

/** @returns `undefined` for bytes that are not one JSON object */
function parseDocument(bytes: Uint8Array): Pick<EventLine, 'event' | 'mapping'> | undefined {
  if (bytes.length > MAX_DOCUMENT_BYTES) return undefined
  const parsed = parseLine(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
  return 'problem' in parsed ? undefined : parsed
}
