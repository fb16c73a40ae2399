import type { DynamicFieldResponse } from '@segment/actions-core'
import { PayloadValidationError } from '@segment/actions-core'
import { OTHER_EVENTS, STANDARD_EVENTS } from './constants'

const CUSTOM_EVENT = /^[a-z][a-z0-9_-]{0,49}$/i

const STANDARD_NAMES = new Map([...STANDARD_EVENTS, ...Object.keys(OTHER_EVENTS)].map((name) => [folded(name), name]))

function folded(name: string): string {
  return name.replace(/\s/g, '').toLowerCase()
}

/**
 * The name TikTok knows an event by: a standard name in any case and with any spaces comes out as TikTok writes it,
 * because `addtocart` would silently become a custom event; a custom name comes out as it is written.
 * @throws PayloadValidationError for a name that TikTok does not take
 */
export function toEventName(text: string): string {
  const name = text.trim()
  const standardName = STANDARD_NAMES.get(folded(name))
  if (standardName !== undefined) return standardName
  if (CUSTOM_EVENT.test(name)) return name

  throw new PayloadValidationError(
    'Event Name is neither a standard event of TikTok, such as Purchase, nor a valid name for a custom event: ' +
      'at most 50 letters, digits, "_" and "-", beginning with a letter. Change it in the mapping and send the event again.'
  )
}

/** What the mapping page suggests: the standard events of today first, then the others, which say what they are. */
export async function suggestEventNames(): Promise<DynamicFieldResponse> {
  const today = STANDARD_EVENTS.map((value) => ({ label: value, value }))
  const others = Object.entries(OTHER_EVENTS).map(([value, remark]) => ({ label: `${value} (${remark})`, value }))
  return { choices: [...today, ...others] }
}
