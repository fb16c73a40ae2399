import type { EventLine } from '../sources/lines'
import type { FailedLine } from './result'

type FailingLine = Pick<EventLine, 'wrapped'> & Partial<Pick<EventLine, 'event'>>

const NOT_SAVED = 'an event is nested too deeply to be written to the file of failed events'

const SAVED_ALONE = 'an event was saved without what its wrapper says, as the wrapper is too large to be repeated'

/** Characters of events that are saved with what their wrapper holds. Chunks are a fraction of it as text. */
const MAX_REPEATED = 16 * 1024 * 1024

/** Collects the failures of each line, which may be several: one for each mapping. */
export class FailedLines {
  readonly list: FailedLine[] = []
  private readonly byLine = new Map<FailingLine, FailedLine>()
  private characters = 0

  /** @param text the JSON of the line, if it is just that @returns why the event cannot be saved, or not as a whole */
  add(line: FailingLine, failure: FailedLine['failures'][number], text?: string): string | undefined {
    const known = this.byLine.get(line)
    if (known !== undefined) {
      known.failures.push(failure)
      return undefined
    }
    const isAlone = line.wrapped !== undefined && this.characters > MAX_REPEATED
    const event = text ?? toText(line, isAlone)
    if (event === undefined) return NOT_SAVED
    this.characters += event.length
    const failedLine = { event, failures: [failure] }
    this.byLine.set(line, failedLine)
    this.list.push(failedLine)
    return isAlone ? SAVED_ALONE : undefined
  }
}

/** JavaScript can read objects that are nested more deeply than those it can write. */
function toText({ event, wrapped }: FailingLine, isAlone: boolean): string | undefined {
  try {
    return JSON.stringify(event ?? (isAlone ? wrapped?.own : wrapped?.complete()))
  } catch {
    return undefined
  }
}
