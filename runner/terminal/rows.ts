import { formatLine } from '../cursor'
import type { ResultRow } from '../delivery/result'
import type { Screen, Style } from './screen'
import { cutStart, toWidth, visible } from './text'

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

/** Columns of a file and its line, if rows name their files. A terminal shows the end of longer ones. */
const FILE_COLUMNS = 24

/**
 * Formats the result of one line.
 * @param success the word for delivered events
 * @param file to name, if there are several
 */
export function formatRow(row: ResultRow, success: string, screen: Screen, file?: string): string {
  const { line, name, mapping, tiktokEvent, status, reason } = row
  const { words, color } = VERDICTS[status]
  const position = formatPosition(line, screen, file)
  if (status === 'unreadable') {
    return screen.wrap(`${position.trimEnd()}  ${screen.paint(color, visible(reason ?? words))}`, INDENT)
  }

  const verdict = screen.paint(color, status === 'delivered' ? success : words)
  const widths = share(
    screen.tableColumns - (file === undefined ? position.length : FILE_COLUMNS) - Math.max(success.length, REJECTED) - 4
  )
  const ofMapping =
    mapping === undefined ? [] : [toWidth(mapping, widths.mapping), toWidth(tiktokEvent ?? '–', widths.tiktokEvent)]
  return [position, toWidth(name, widths.name), ...ofMapping, verdict].join(' ') + formatReason(reason, screen)
}

function formatPosition(line: number, screen: Screen, file?: string): string {
  if (file === undefined) return `line ${String(line).padEnd(4)}`
  const position = visible(formatLine(file, line))
  return screen.isTerminal ? cutStart(position, FILE_COLUMNS) : position.padEnd(FILE_COLUMNS)
}

/** Shares columns among the names. */
function share(columns: number): { name: number; mapping: number; tiktokEvent: number } {
  const third = Math.floor(columns / 3)
  const mapping = Math.min(third, Math.max(MIN_MAPPING, Math.floor(0.3 * columns)))
  const tiktokEvent = Math.min(third, Math.max(MIN_TIKTOK_EVENT, Math.floor(0.28 * columns)))
  return { name: columns - mapping - tiktokEvent, mapping, tiktokEvent }
}

/** A terminal shows the reason below the row; a file keeps it in the same line, so that both are found together. */
function formatReason(reason: string | undefined, screen: Screen): string {
  if (reason === undefined) return ''
  const text = visible(reason)
  return screen.isTerminal ? `:\n${screen.indent(text, INDENT)}` : `: ${text}`
}
