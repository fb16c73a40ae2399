import type { SegmentEvent } from '@segment/actions-core'
import destination from '../../src'
import { isObject, objectOr } from '../json'
import { foldName } from '../names'
import { deniesConsent } from './consent'

/** The statements of events against their delivery that are honoured. A CDP honours both before it calls a destination. */
export interface OptOutRules {
  /** Whether `integrations` is ignored. Consent is honoured all the same. */
  ignoresIntegrations?: boolean
  /** Categories of consent that the destination needs, each of them; the usual names of advertising by default. */
  consentCategories?: readonly string[]
}

/** The names of this destination in `integrations`, the deciding ones first: its own, and RudderStack's for TikTok. */
const NAMES = [
  [destination.name, destination.slug ?? '', `actions-${destination.slug}`].map(foldName),
  ['TikTok Ads', 'TikTok'].map(foldName),
  ['all']
]

/**
 * Finds out whether an event opts out of this destination.
 * @returns the reason, without any value of the event
 */
export function findOptOut(
  event: SegmentEvent,
  { ignoresIntegrations, consentCategories }: OptOutRules
): string | undefined {
  if (ignoresIntegrations !== true && isSwitchedOff(event.integrations)) {
    return 'its integrations exclude this destination'
  }
  const { destinationPreferences } = objectOr(event.context?.consent)
  if (isSwitchedOff(destinationPreferences)) return 'its consent excludes this destination'
  return deniesConsent(event, consentCategories) ? 'no consent to advertising' : undefined
}

/** Whether integrations exclude this destination. `All: false` excludes each destination that is not named; names count in any case, with or without spaces. */
export function isSwitchedOff(integrations: unknown): boolean {
  if (!isObject(integrations)) return integrations === false
  const switches = Object.entries(integrations).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [{ name: foldName(name), isOff: value === false || value === 'false' }]
  )
  for (const names of NAMES) {
    const deciding = switches.filter(({ name }) => names.includes(name))
    if (deciding.length > 0) return deciding.some(({ isOff }) => isOff)
  }
  return false
}
