import { createHash } from 'node:crypto'
import type { Done } from './store'

/** Characters of a digest. Two of 2 billion message ids are alike with a chance of 1 in 100,000. */
const LENGTH = 12

/** What became of the events of one claim, by outcome: a row of the log that `events find` reads. */
export interface SettledRow {
  outcome: Done['outcome']
  /** The digests of all these events, one after the other. */
  digests: string
}

/** A row of that log, as it is found. */
export interface FoundSettledRow extends SettledRow {
  at: number
  destination: string
}

export function digestOf(source: string, messageId: string): string {
  return createHash('sha1').update(`${source}\n${messageId}`).digest('hex').slice(0, LENGTH)
}

export function toSettledRows(done: readonly Done[]): SettledRow[] {
  const digests = new Map<Done['outcome'], string>()
  for (const { source, messageId, outcome } of done) {
    digests.set(outcome, (digests.get(outcome) ?? '') + digestOf(source, messageId))
  }
  return [...digests].map(([outcome, text]) => ({ outcome, digests: text }))
}

/** Whether a row is about an event, and does not only hold its digest across the border of two others. */
export function holdsDigest({ digests }: Pick<SettledRow, 'digests'>, digest: string): boolean {
  for (let at = digests.indexOf(digest); at >= 0; at = digests.indexOf(digest, at + 1)) {
    if (at % LENGTH === 0) return true
  }
  return false
}
