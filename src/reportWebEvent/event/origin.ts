import type { Payload } from '../generated-types'
import type { Warn } from '../left-out'
import type { EventSource } from '../types'
import { chooseWord, EVENT_SOURCES } from '../words'

/** The event source of a payload; `web` for any other word, and for mappings saved before the field existed. */
export function eventSourceOf({ event_source }: Payload, warn: Warn = ignore): EventSource {
  // Most payloads hold the word as it is.
  if (event_source === 'web' || event_source === 'crm') return event_source
  return chooseWord(event_source, EVENT_SOURCES, 'event_source', warn) === 'crm' ? 'crm' : 'web'
}

export function isWeb(payload: Payload, warn?: Warn): boolean {
  return eventSourceOf(payload, warn) === 'web'
}

const ignore: Warn = () => undefined
