import type { Payload } from '../generated-types'
import type { EventSource } from '../types'

/** The event source of a payload; `web` for mappings saved before the field existed. */
export function eventSourceOf(payload: Payload): EventSource {
  return payload.event_source === 'crm' ? 'crm' : 'web'
}

export function isWeb(payload: Payload): boolean {
  return eventSourceOf(payload) === 'web'
}
