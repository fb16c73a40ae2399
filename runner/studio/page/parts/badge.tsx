import type { FindingSeverity, RowVerdict } from '../types'
import type { Tone } from '../words'
import { SEVERITIES, VERDICTS, wordFor } from '../words'

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

/** @param isSent whether the verdict is TikTok's answer to an event of a server */
export function VerdictBadge({ verdict, isSent }: { verdict: RowVerdict; isSent: boolean }) {
  return <Badge {...VERDICTS[verdict]} word={wordFor(verdict, isSent)} />
}

export function SeverityBadge({ severity }: { severity: FindingSeverity }) {
  return <Badge {...SEVERITIES[severity]} />
}
