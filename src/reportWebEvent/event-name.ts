import type { DynamicFieldResponse } from '@segment/actions-core'
import { PayloadValidationError } from '@segment/actions-core'
import type { OtherEvent } from './constants'
import { OTHER_EVENTS, STANDARD_EVENTS } from './constants'

const CUSTOM_EVENT = /^[a-z][a-z0-9_-]{0,49}$/i

const STANDARD_NAMES = new Map<string, string>()
for (const name of [...STANDARD_EVENTS, ...Object.keys(OTHER_EVENTS)]) {
  STANDARD_NAMES.set(name, name).set(folded(name), name)
}

function folded(name: string): string {
  return name.replace(/\s/g, '').toLowerCase()
}

/**
 * Normalizes an event name. A standard name may have any case and spaces, because TikTok would treat `addtocart` as a
 * custom event. A custom name stays as it is.
 * @throws PayloadValidationError for a name that TikTok would reject
 */
export function toEventName(text: string): string {
  const name = text.trim()
  const standardName = STANDARD_NAMES.get(name) ?? STANDARD_NAMES.get(folded(name))
  if (standardName !== undefined) return standardName
  if (CUSTOM_EVENT.test(name)) return name

  throw new PayloadValidationError(
    'Event Name is neither a standard event of TikTok, such as Purchase, nor a valid custom name. ' +
      'A custom name has at most 50 letters, digits, "_" and "-", and begins with a letter. ' +
      'Change it in the mapping and send the event again.'
  )
}

/** Suggests event names for the mapping page: the current standard events first, then the others with a remark. */
export async function suggestEventNames(): Promise<DynamicFieldResponse> {
  const standard = STANDARD_EVENTS.map((value) => ({ label: value, value }))
  const others = Object.entries(OTHER_EVENTS).map(([value, event]) => ({
    label: `${value} (${remarkOn(event)})`,
    value
  }))
  return { choices: [...standard, ...others] }
}

function remarkOn({ remark, replacement, endsIn }: OtherEvent): string {
  return remark ?? (endsIn === undefined ? `older name, now ${replacement}` : 'older name')
}
