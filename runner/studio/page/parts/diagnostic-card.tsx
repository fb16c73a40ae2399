import type { Detail, Finding } from '../types'
import { formatNumber, formatShare, SEVERITIES } from '../words'
import { SeverityBadge } from './badge'
import { Bar } from './bar'

/** Details that are shown at first. */
const FIRST_DETAILS = 5

interface DiagnosticCardProps {
  source: string
  finding: Finding
}

/** One finding: what it means, what to do, and the way to its events. */
export function DiagnosticCard({ source, finding }: DiagnosticCardProps) {
  const { rule, severity, title, meaning, suggestion, count, share, isEstimate, details, examples } = finding
  const id = `finding-${rule}`
  const events = `/events?${new URLSearchParams({ source, finding: rule })}`
  return (
    <article class={`card ${SEVERITIES[severity].tone}`} aria-labelledby={id}>
      <div class="row">
        <SeverityBadge severity={severity} />
        <h3 id={id}>{title}</h3>
        <span class="row push">
          <strong>
            {isEstimate && 'about '}
            {formatNumber(count)}
            {share !== undefined && ` (${formatShare(share)})`}
          </strong>
          {share !== undefined && <Bar share={share} />}
        </span>
      </div>
      <p>{meaning}</p>
      <p>
        <strong>What to do:</strong> {suggestion}
      </p>
      <Details details={details} />
      {examples.length > 0 && (
        <p>
          <a href={events}>
            Show the events<span class="hidden"> of: {title}</span>
          </a>{' '}
          <span class="muted">such as {examples.join(', ')}</span>
        </p>
      )}
    </article>
  )
}

function Details({ details }: { details: readonly Detail[] }) {
  const [first, rest] = [details.slice(0, FIRST_DETAILS), details.slice(FIRST_DETAILS)]
  return (
    <>
      <DetailList details={first} />
      {rest.length > 0 && (
        <details>
          <summary>{formatNumber(rest.length)} more</summary>
          <DetailList details={rest} />
        </details>
      )}
    </>
  )
}

function DetailList({ details }: { details: readonly Detail[] }) {
  return (
    <ul>
      {details.map(({ subject, count, share }) => (
        <li key={subject}>
          {subject}: {formatNumber(count)}
          {share !== undefined && ` (${formatShare(share)})`}
        </li>
      ))}
    </ul>
  )
}
