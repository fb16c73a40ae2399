import type { EventFailure, Retry } from './store'
import { MAX_AHEAD, toStoredText } from './store'

/** @returns the delays and mappings of retried events, and the failures of dead ones: each as a JSON object by id */
export function toSettlementValues(retry: readonly Retry[], dead: readonly EventFailure[]): [string, string, string] {
  const failures: Record<number, object[]> = {}
  for (const { id, mapping, error, attempts } of dead) {
    failures[id] ??= []
    failures[id].push({ mapping: mapping && toText(mapping), ...error, message: toText(error.message), attempts })
  }
  return [
    byId(retry, ({ delayMs }) => Math.floor(Math.min(delayMs, MAX_AHEAD))),
    byId(retry, ({ mappings }) => mappings && JSON.stringify(mappings)),
    JSON.stringify(failures)
  ]
}

function byId(retry: readonly Retry[], toValue: (retry: Retry) => unknown): string {
  return JSON.stringify(Object.fromEntries(retry.map((each) => [each.id, toValue(each)])))
}

/** A text that `jsonb` accepts: without half a surrogate pair. */
function toText(text: string): string {
  return Buffer.from(toStoredText(text)).toString()
}
