import { START } from '../cursor'
import type { PastedText } from '../pasted'
import { Archive } from './archive'
import { MAX_LINE_BYTES } from './chunk'
import type { InputFile } from './input-file'
import type { EventLine } from './lines'
import { parseLine, readLines } from './lines'

/** An event, or the problem as the end of a sentence that begins with the name of the file. */
type EventOrProblem = Pick<EventLine, 'event' | 'mapping'> | { problem: string }

/** An event of a file, and how its text was read, if not as `send` reads it. */
export type FoundEvent = EventOrProblem & { notes?: string[] }

/**
 * Reads one event of a file, or of a text that a person has copied.
 * @param line its line, as reports number them; by default the first line that is not blank
 */
export async function readEventAt(file: InputFile, line?: number): Promise<FoundEvent> {
  let text: Buffer | undefined = Buffer.alloc(0)
  const onText = (bytes: Buffer) => {
    text = text && text.length + bytes.length <= MAX_LINE_BYTES ? Buffer.concat([text, bytes]) : undefined
  }
  const archive = new Archive([file], undefined, { onText })
  const found = await findIn(archive, file.path, line)
  if (!('problem' in found) || text === undefined) return found
  const { readPasted } = await import('../pasted')
  const pasted = readPasted(text.toString())
  return pasted === undefined ? found : { ...eventIn(pasted, line), notes: pasted.notes }
}

async function findIn(archive: Archive, path: string, line?: number): Promise<EventOrProblem> {
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
  if (readError !== undefined) return { problem: readError.replace(`${path} `, '') }
  return { problem: line === undefined ? 'there is no event in it' : `there is no line ${line}` }
}

function eventIn({ values, faults: [fault] }: PastedText, line?: number): EventOrProblem {
  const value = values.find((each) => line === undefined || each.line === line)
  if (value !== undefined) {
    const [found] = parseLine(value.json)
    return 'problem' in found ? { problem: `line ${value.line} ${found.problem}` } : found
  }
  if (fault === undefined)
    return { problem: line === undefined ? 'there is no event in it' : `there is no event on line ${line}` }
  return { problem: `line ${fault.line}, column ${fault.column}: ${fault.message.replace(/\.$/, '')}` }
}
