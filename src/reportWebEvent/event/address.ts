import type { Payload } from '../generated-types'
import type { Warn } from '../left-out'
import { normalizeCountry, normalizeName } from '../normalize'
import { isNowhere } from '../read/placeholder'
import { isAbsent, readText } from '../read/text'
import type { OtherSources } from './fallbacks'
import { asObject, isMapped } from './fallbacks'

/** The parts of an address as TikTok knows them, and the keys that events use for each. */
const KEYS = {
  city: ['city', 'town', 'locality'],
  state: ['state', 'province', 'region', 'state_code', 'stateCode', 'province_code', 'provinceCode'],
  country: ['country', 'country_code', 'countryCode', 'country_name', 'countryName'],
  zip_code: ['postalCode', 'postal_code', 'zip', 'zip_code', 'zipCode', 'zipcode', 'postcode', 'post_code', 'postal']
}

const HAS_LETTER = /\p{L}/u

type Part = keyof typeof KEYS

/** The texts of an address, each from the first source that holds a usable one. */
export interface Address {
  city?: string
  state?: string
  country?: string
  zipCode?: string
}

export function readAddress(payload: Payload, others: OtherSources, warn: Warn): Address {
  const mapped = asObject(payload.address)
  const holders = isMapped(others, 'address') ? holdersOf(others) : []
  const read = (part: Part, normalize: (text: string) => string | undefined) =>
    readPart(part, mapped[part], holders, normalize, warn)
  return {
    city: read('city', (city) => (HAS_LETTER.test(city) ? normalizeName(city) : undefined)),
    state: read('state', normalizeName),
    country: read('country', normalizeCountry),
    zipCode: read('zip_code', (zipCode) => zipCode)
  }
}

/** Objects that can hold parts of an address. A person's traits may hold them directly. */
function holdersOf({ properties, traits }: OtherSources): Record<string, unknown>[] {
  return [properties, ...traits].map(({ address }) => addressIn(address)).concat(traits)
}

/** An address, alone, in a list, or in an object keyed by number. */
function addressIn(value: unknown): Record<string, unknown> {
  const address = asObject(value)
  return '0' in address ? asObject(address['0']) : address
}

function readPart(
  part: Part,
  mapped: unknown,
  holders: readonly Record<string, unknown>[],
  normalize: (text: string) => string | undefined,
  warn: Warn
): string | undefined {
  const usable = usablePart(mapped, normalize)
  if (usable !== undefined) return usable
  for (const holder of holders) {
    for (const key of KEYS[part]) {
      const found = usablePart(holder[key], normalize)
      if (found !== undefined) return found
    }
  }
  if (!isAbsent(mapped)) warn(`address.${part}`, reasonFor(mapped, part))
  return undefined
}

function usablePart(value: unknown, normalize: (text: string) => string | undefined): string | undefined {
  const text = readText(value)
  return text === undefined || isNowhere(text) ? undefined : normalize(text)
}

function reasonFor(value: unknown, part: Part) {
  const text = readText(value)
  if (text === undefined) return 'not_readable'
  return part === 'country' && !isNowhere(text) ? 'not_a_country' : 'placeholder'
}
