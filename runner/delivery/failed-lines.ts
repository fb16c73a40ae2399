import type { EventLine } from '../sources/lines'
import type { FailedLine } from './result'

type Line = Pick<EventLine, 'text'> & Partial<Pick<EventLine, 'event'>>

/** Collects the failures of each line, which may be several: one for each mapping. */
export class FailedLines {
  readonly list: FailedLine[] = []
  private readonly byLine = new Map<Line, FailedLine>()

  /** @returns whether the event can be saved */
  add(line: Line, failure: FailedLine['failures'][number]): boolean {
    const known = this.byLine.get(line)
    if (known !== undefined) {
      known.failures.push(failure)
      return true
    }
    const event = toText(line)
    if (event === undefined) return false
    const failedLine = { event, failures: [failure] }
    this.byLine.set(line, failedLine)
    this.list.push(failedLine)
    return true
  }
}

/** JavaScript can read objects that are nested more deeply than those it can write. */
function toText({ text, event }: Line): string | undefined {
  try {
    return text ?? JSON.stringify(event)
  } catch {
    return undefined
  }
}
