import { count, formatNumber, formatShare } from '../../figures'
import type { EventKey } from '../../match-keys'
import type { Screen, Style } from '../../terminal/screen'
import { cut, visible } from '../../terminal/text'
import type { Comparison } from '../compare'
import type { Finding, Report } from '../report'
import type { Severity } from '../rules'
import {
  formatAmount,
  formatNoFindings,
  formatTotals,
  HEADINGS,
  MATCHING_COLUMNS,
  OTHER_COLUMNS,
  SEVERITIES
} from './words'

const STYLES: Record<Severity, Style> = { error: 'red', warning: 'yellow', info: 'dim' }

/** Details beyond these are counted only. */
const MAX_DETAILS = 5

const NAME_COLUMNS = 17

/** A report for people, at most 80 columns wide. */
export function formatReport(report: Report, screen: Screen): string {
  const { findings } = report
  return [
    screen.paragraph(formatTotals(report)),
    '',
    ...formatCoverage(report, screen),
    ...(findings.length === 0
      ? [screen.paint(report.events === 0 ? 'yellow' : 'green', formatNoFindings(report))]
      : []),
    ...findings.map((finding) => formatFinding(finding, screen))
  ].join('\n')
}

/** The titles of the errors and warnings, one a line; empty if there are none. */
export function formatFindings({ findings }: Report, screen: Screen): string {
  return findings
    .filter(({ severity }) => severity !== 'info')
    .map((finding) => formatHeading(finding, screen))
    .join('\n')
}

function formatHeading(finding: Finding, screen: Screen): string {
  const { severity, title } = finding
  return screen.paint(STYLES[severity], screen.paragraph(`${SEVERITIES[severity]}: ${title}: ${formatAmount(finding)}`))
}

function formatCoverage({ coverage }: Report, screen: Screen): string[] {
  const names = Object.keys(coverage)
  if (names.length === 0) return []
  const table = (title: string, keys: readonly EventKey[]) => [
    screen.paint('bold', title),
    [
      `${'TikTok event'.padEnd(NAME_COLUMNS)}${'events'.padStart(8)}`,
      ...keys.map((key) => HEADINGS[key].padStart(widthOf(key, keys, screen)))
    ].join(''),
    ...names.map((name) => {
      const { events, ...counts } = coverage[name]
      const shares = keys.map((key) => formatShare(counts[key] / events).padStart(widthOf(key, keys, screen)))
      return `${cut(visible(name), NAME_COLUMNS - 1).padEnd(NAME_COLUMNS)}${String(events).padStart(8)}${shares.join('')}`
    }),
    ''
  ]
  return [
    ...table('Share of events with keys by which TikTok matches people', MATCHING_COLUMNS.slice(0, -1)),
    ...table('Share of events with other keys', OTHER_COLUMNS)
  ]
}

/** Columns of a key: a heading never touches the one before. */
function widthOf(key: EventKey, keys: readonly EventKey[], screen: Screen): number {
  return Math.max(HEADINGS[key].length + 1, Math.floor((screen.tableColumns - NAME_COLUMNS - 8) / keys.length))
}

function formatFinding(finding: Finding, screen: Screen): string {
  const { meaning, suggestion, details, examples } = finding
  const lines = [formatHeading(finding, screen), screen.paragraph(meaning, 2), screen.paragraph(suggestion, 2)]
  for (const detail of details.slice(0, MAX_DETAILS)) {
    lines.push(screen.paragraph(`- ${visible(detail.subject)}: ${formatAmount(detail)}`, 2, 2))
  }
  if (details.length > MAX_DETAILS) lines.push(`  - and ${details.length - MAX_DETAILS} more`)
  if (examples.length > 0)
    lines.push(screen.paint('dim', screen.paragraph(`See ${examples.map(visible).join(', ')}`, 2, 2)))
  return `${lines.join('\n')}\n`
}

/** Formats which events change under other mappings. */
export function formatComparison({ changes, events, same, readErrors }: Comparison, screen: Screen): string {
  const total = `${count(events, 'event')}: ${formatNumber(same)} would stay as ${same === 1 ? 'it is' : 'they are'}, ${formatNumber(events - same)} would change.`
  const lines = changes.map((each) => `${formatNumber(each.count)} × ${each.text} (${each.example})`)
  return [...lines, total, ...readErrors].map((line) => screen.wrap(visible(line), 4)).join('\n')
}
