import type { Severity, Verdict } from '../types'
import type { Tone } from '../words'
import { SEVERITIES, VERDICTS } from '../words'

interface BadgeProps {
  sign: string
  word: string
  tone: Tone
}

/** A sign and a word, in a colour. */
export function Badge({ sign, word, tone }: BadgeProps) {
  return (
    <span class={`badge ${tone}`}>
      <span aria-hidden="true">{sign}</span> {word}
    </span>
  )
}

export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  return <Badge {...VERDICTS[verdict]} />
}

export function SeverityBadge({ severity }: { severity: Severity }) {
  return <Badge {...SEVERITIES[severity]} />
}
