import type { ResultRow } from '../delivery/result'
import type { Screen, Style } from './screen'
import { toWidth, visible } from './text'

const VERDICTS: Record<ResultRow['status'], { words: string; color: Style }> = {
  delivered: { words: 'delivered', color: 'green' },
  rejected: { words: 'rejected', color: 'red' },
  gaveUp: { words: 'failed after retries', color: 'red' },
  unmatched: { words: 'no matching mapping', color: 'yellow' },
  optedOut: { words: 'opted out', color: 'yellow' },
  unreadable: { words: 'unreadable', color: 'yellow' }
}

/** The widths of the longest preset's name, and of its TikTok event. */
const [MIN_MAPPING, MIN_TIKTOK_EVENT] = [17, 16]

/** The width of a verdict that is followed by its reason. */
const REJECTED = 'rejected:'.length

/** Blanks before each further line of a reason. */
const INDENT = 10

/** Formats the result of one line. @param success the word for delivered events */
export function formatRow(row: ResultRow, success: string, screen: Screen): string {
  const { line, name, mapping, tiktokEvent, status, reason } = row
  const { words, color } = VERDICTS[status]
  if (status === 'unreadable')
    return screen.wrap(`line ${line}  ${screen.paint(color, visible(reason ?? words))}`, INDENT)

  const position = `line ${String(line).padEnd(4)}`
  const verdict = screen.paint(color, status === 'delivered' ? success : words)
  const widths = share(screen.tableColumns - position.length - Math.max(success.length, REJECTED) - 4)
  const ofMapping =
    mapping === undefined ? [] : [toWidth(mapping, widths.mapping), toWidth(tiktokEvent ?? '–', widths.tiktokEvent)]
  return [position, toWidth(name, widths.name), ...ofMapping, verdict].join(' ') + formatReason(reason, screen)
}

/** Shares columns among the names. */
function share(columns: number): { name: number; mapping: number; tiktokEvent: number } {
  const mapping = Math.max(MIN_MAPPING, Math.floor(0.3 * columns))
  const tiktokEvent = Math.max(MIN_TIKTOK_EVENT, Math.floor(0.28 * columns))
  return { name: columns - mapping - tiktokEvent, mapping, tiktokEvent }
}

/** A terminal shows the reason below the row; a file keeps it in the same line, so that both are found together. */
function formatReason(reason: string | undefined, screen: Screen): string {
  if (reason === undefined) return ''
  const text = visible(reason)
  return screen.isTerminal ? `:\n${screen.indent(text, INDENT)}` : `: ${text}`
}
