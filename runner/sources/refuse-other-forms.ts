import { MAX_LINE_BYTES } from './chunk'
import { ForeignFile } from './foreign-file'
import { parseEvents } from './lines'
import { isOtherForm } from './other-forms'

/** Lines that show the form of a file. */
const MAX_LINES = 20

/**
 * Passes the lines of a file on, unless the first ones are all of another tool: then the file is reported once.
 * @throws ForeignFile for a file of another tool
 */
export async function* refuseOtherForms(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0)
  for await (const bytes of source) {
    if (head === undefined) {
      yield bytes
      continue
    }
    head = Buffer.concat([head, bytes])
    const lines = head.toString('utf8', 0, head.lastIndexOf('\n') + 1)
    if (lines.trim() === '' && head.length <= MAX_LINE_BYTES) continue
    refuse(lines)
    yield head
    head = undefined
  }
  if (head === undefined) return
  refuse(head.toString())
  yield head
}

function refuse(text: string): void {
  const lines = text.split('\n', MAX_LINES).filter((line) => line.trim() !== '')
  const [problem] = lines.map(problemOf)
  if (lines.length > 0 && lines.every((line) => isOtherForm(problemOf(line)))) {
    throw new ForeignFile(`holds no events of Segment. Its first line ${problem}`)
  }
}

/** The first problem of a line; blank if it holds an event. */
function problemOf(line: string): string {
  let problem = ''
  for (const found of parseEvents(line.replace(/^\uFEFF/, ''))) {
    if ('event' in found) return ''
    problem ||= found.problem
  }
  return problem
}
