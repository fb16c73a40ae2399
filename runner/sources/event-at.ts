import { START } from '../cursor'
import { Archive } from './archive'
import type { InputFile } from './files'
import type { EventLine } from './lines'
import { readLines } from './lines'

/**
 * Reads one event of a file.
 * @param line its line, as reports number them; by default the first one that is not blank
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
        return { problem: `line ${found.line} ${found.problem}` }
      }
    }
  } finally {
    archive.stop()
  }
  const [readError] = archive.readErrors
  if (readError !== undefined) return { problem: readError }
  return { problem: line === undefined ? 'there is no event in it' : `there is no line ${line}` }
}
