import { PayloadValidationError } from '@segment/actions-core'
import type { Payload } from '../generated-types'
import type { Warn } from '../left-out'
import { ignore } from '../left-out'
import { isPlaceholder } from '../read/placeholder'
import { readText } from '../read/text'
import type { EventSource } from '../types'
import type { Words } from '../words'
import { chooseWord, EVENT_SOURCES } from '../words'

/** Destinations of Segment for events of other sources, which TikTok counts apart. */
const OTHER_DESTINATIONS: Record<string, string> = {
  app: 'TikTok App Events',
  offline: 'TikTok Offline Conversions'
}

/** Words for a website or a CRM. */
const KNOWN_WORDS: Words = { ...EVENT_SOURCES, website: 'Web', webpage: 'Web', browser: 'Web' }

/** The event source of a payload; `web` for mappings saved before the field existed. */
export function eventSourceOf({ event_source }: Payload): EventSource {
  // Most payloads hold the word as it is.
  if (event_source === 'web' || event_source === 'crm') return event_source
  return chooseWord(event_source, EVENT_SOURCES, 'event_source', ignore) === 'crm' ? 'crm' : 'web'
}

export function isWeb(payload: Payload): boolean {
  return eventSourceOf(payload) === 'web'
}

/**
 * Refuses an event that happened neither on a website nor in a CRM: TikTok would count it as a web event.
 * @param warn notes a value that is no word
 * @throws PayloadValidationError that names the destination for such events
 */
export function checkEventSource({ event_source }: Payload, warn: Warn): void {
  if (event_source === undefined || event_source === 'web' || event_source === 'crm') return
  const text = readText(event_source)
  if (text !== undefined && isPlaceholder(text)) {
    warn('event_source', 'placeholder')
    return
  }
  if (text === undefined || chooseWord(text, KNOWN_WORDS, 'event_source', ignore) !== undefined) return
  const other = OTHER_DESTINATIONS[chooseWord(text, OTHER_DESTINATIONS, 'event_source', ignore) ?? '']
  throw new PayloadValidationError(
    'Event Source is neither Web nor CRM. TikTok counts events of other sources apart. ' +
      (other === undefined ? 'Map Web or CRM' : `Use Segment's destination ${other} for these events`) +
      ', and send the event again.'
  )
}
