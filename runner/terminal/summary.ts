import type { Tally } from '../delivery/tally'
import { count, formatNumber } from '../figures'
import { formatMatchKeys } from './match-keys'
import type { RunReport } from './reporter'
import type { Screen, Style } from './screen'
import { visible } from './text'

/** Longer reasons are cut for people; machines get all of them. */
const MAX_REASON = 200

/** Blanks before each further line of a sentence. */
const INDENT = 4

/** Formats the result of a run. @param success the word for delivered events */
export function formatSummary(tally: Tally, success: string, seconds: number, screen: Screen): string {
  const { read, delivered, rejected, gaveUp, unmatched, optedOut, unreadable, requests, retries } = tally
  const part = (number: number, words: string, color: Style) =>
    number === 0 ? `0 ${words}` : screen.paint(color, `${formatNumber(number)} ${words}`)
  const lines = [
    `${count(read, 'event')}: ${[
      part(delivered, success, 'green'),
      part(rejected, 'rejected', 'red'),
      part(gaveUp, 'failed after retries', 'red'),
      part(unmatched, 'unmatched', 'yellow'),
      ...(optedOut > 0 ? [part(optedOut, 'opted out', 'yellow')] : [])
    ].join(', ')}`,
    [
      part(unreadable, unreadable === 1 ? 'unreadable line' : 'unreadable lines', 'yellow'),
      count(requests, 'request'),
      count(retries, 'retry', 'retries'),
      `${seconds.toFixed(1)} s`
    ].join(', '),
    ...formatReasons('Reasons for failures:', tally.reasons),
    ...formatReasons('Left out of delivered events:', tally.warnings),
    ...formatReasons('Segment rejects these events, which are sent from here:', tally.segmentErrors ?? {})
  ]
  return [...lines.map((line) => screen.wrap(line, INDENT)), ...formatMatchKeys(tally, screen)].join('\n')
}

function formatReasons(heading: string, reasons: Tally['reasons']): string[] {
  const rows = Object.entries(reasons).sort(([, a], [, b]) => b.count - a.count)
  if (rows.length === 0) return []
  return [
    '',
    heading,
    ...rows.map(([text, { count, example }]) =>
      visible(`${formatNumber(count)} × ${text.slice(0, MAX_REASON)} (${example})`)
    )
  ]
}

/** The sentences that follow a report, for people. */
export function noticesOf(report: RunReport): string[] {
  const { tally, readErrors, stopped, canResume, failedFile, nothingSent, couldSaveFailedEvents } = report
  const notices = [...readErrors]
  if (failedFile !== undefined) {
    notices.push(`Failed events were saved to ${failedFile}. Fix them and send that file.`)
  } else if (tally.rejected + tally.gaveUp > 0 && couldSaveFailedEvents) {
    notices.push('Failed events were not saved: name a file with --failed.')
  }
  if (nothingSent !== undefined) notices.push(nothingSent)
  if (stopped !== undefined) {
    const advice = canResume ? ' Run the same command again to resume.' : ''
    notices.push(`The run stopped: ${stopped.replace(/\.$/, '')}.${advice}`)
  }
  return notices
}
