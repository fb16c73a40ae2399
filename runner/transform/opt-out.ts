import type { SegmentEvent } from '@segment/actions-core'
import destination from '../../src'
import { isObject } from '../json'
import { foldName } from '../names'

/** The statements of events against their delivery that are honoured. A CDP honours both before it calls a destination. */
export interface OptOutRules {
  /** Whether `integrations` is ignored. Consent is honoured all the same. */
  ignoresIntegrations?: boolean
  /** Categories of consent that the destination needs, each of them; the usual names of advertising by default. */
  consentCategories?: readonly string[]
}

/** The category of advertising as consent tools name it, in letters and digits: `C0004` is OneTrust's. */
const ADVERTISING = /^ads?$|^ad(storage|userdata|personali[sz]ation)$|advert|marketing|targeting|^c0004$/

const OWN_NAMES = [destination.name, destination.slug ?? '', `actions-${destination.slug}`].map(foldName)

/**
 * Finds out whether an event says itself that it is not for this destination.
 * @returns the reason, without any value of the event
 */
export function findOptOut(
  event: SegmentEvent,
  { ignoresIntegrations, consentCategories }: OptOutRules
): string | undefined {
  if (ignoresIntegrations !== true && isSwitchedOff(event.integrations)) {
    return 'its integrations exclude this destination'
  }
  const consent: unknown = event.context?.consent
  const preferences = isObject(consent) ? consent.categoryPreferences : undefined
  if (isObject(preferences) && !isGranted(preferences, consentCategories)) return 'no consent to advertising'
  return undefined
}

/** `All: false` excludes each destination that is not named; names count in any case, with or without spaces. */
function isSwitchedOff(integrations: unknown): boolean {
  if (!isObject(integrations)) return integrations === false
  const switches = Object.entries(integrations).filter(([, value]) => value !== null && value !== undefined)
  const own = switches.filter(([name]) => OWN_NAMES.includes(foldName(name)))
  const deciding = own.length > 0 ? own : switches.filter(([name]) => foldName(name) === 'all')
  return deciding.some(([, value]) => value === false || value === 'false')
}

/** Only `true` grants a category. */
function isGranted(preferences: Record<string, unknown>, needed?: readonly string[]): boolean {
  const categories = Object.entries(preferences).map(([name, value]) => ({
    name: foldName(name),
    isGranted: value === true
  }))
  if (needed !== undefined) {
    return needed.every((name) => categories.some((category) => category.name === foldName(name) && category.isGranted))
  }
  const advertising = categories.filter(({ name }) => ADVERTISING.test(name))
  return advertising.length > 0
    ? advertising.every((category) => category.isGranted)
    : categories.some((category) => category.isGranted)
}
