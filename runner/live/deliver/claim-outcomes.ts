import { isRetryable } from '../../delivery-error'
import type { ClaimSettlement, EventFailure } from '../store/store'
import type { ClaimedEvent } from './claim-recorder'
import type { EventOutcome, MappingResult } from './report'

/** The results of the events of a claim, for whoever watches them. An event without a result is not named. */
export function outcomesOf(events: readonly ClaimedEvent[], { dead = [] }: ClaimSettlement): EventOutcome[] {
  const failures = new Map<number, EventFailure[]>()
  for (const failure of dead) failures.set(failure.id, [...(failures.get(failure.id) ?? []), failure])
  return events.flatMap((event) => {
    const { source, id } = event.stored
    const results = resultsOf(event, failures.get(id) ?? [])
    return results.length === 0 ? [] : [{ source, messageId: event.messageId, results }]
  })
}

function resultsOf({ delivered, left, error }: ClaimedEvent, failures: readonly EventFailure[]): MappingResult[] {
  const failed = failures.map(({ mapping = '', error }): MappingResult => {
    return { mapping, status: isRetryable(error) ? 'gaveUp' : 'rejected', reason: error.message }
  })
  const waiting =
    error === undefined ? [] : [...left].filter((name) => failures.every(({ mapping }) => mapping !== name))
  return [
    ...delivered.map((mapping): MappingResult => ({ mapping, status: 'delivered' })),
    ...failed,
    ...waiting.map((mapping): MappingResult => ({ mapping, status: 'waiting', reason: error?.message }))
  ]
}
