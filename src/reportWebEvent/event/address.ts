import { MAX_LENGTHS } from '../constants'
import type { Payload } from '../generated-types'
import type { Warn } from '../left-out'
import { hasLetter, normalizeName } from '../normalize'
import { readCountry } from '../read/country'
import { isNowhere } from '../read/placeholder'
import { isAbsent, readText } from '../read/text'
import type { OtherSources, Properties } from './fallbacks'
import { asObject, isMapped } from './fallbacks'

/** The parts of an address as TikTok knows them, and the keys that events use for each. */
const KEYS = {
  city: ['city', 'town', 'locality'],
  state: ['state', 'province', 'region', 'state_code', 'stateCode', 'province_code', 'provinceCode'],
  country: ['country', 'country_code', 'countryCode', 'country_name', 'countryName'],
  zip_code: ['postalCode', 'postal_code', 'zip', 'zip_code', 'zipCode', 'zipcode', 'postcode', 'post_code', 'postal']
}

type Part = keyof typeof KEYS

const PARTS = Object.keys(KEYS) as Part[]

const NORMALIZERS: Record<Part, (text: string) => string | undefined> = {
  city: (city) => (hasLetter(city) ? normalizeName(city) : undefined),
  state: normalizeName,
  country: readCountry,
  zip_code: (zipCode) => zipCode
}

/** The texts of an address, each from the first source that holds a usable one. */
export type Address = { [P in Part]?: string }

export function readAddress(payload: Payload, others: OtherSources, warn: Warn): Address {
  const mapped = asObject(payload.address)
  const address: Address = { city: undefined, state: undefined, country: undefined, zip_code: undefined }
  // Most mapped addresses are complete, so that none is looked for elsewhere.
  let holders: readonly Properties[] | undefined
  for (const part of PARTS) {
    address[part] = usablePart(part, mapped[part])
    if (address[part] !== undefined) continue
    holders = holders ?? holdersOf(others)
    address[part] = otherPart(part, holders)
    if (address[part] === undefined && !isAbsent(mapped[part])) warn(`address.${part}`, reasonFor(mapped[part], part))
  }
  return address
}

/** Objects that can hold parts of an address. A person's traits may hold them directly. */
function holdersOf(others: OtherSources): Properties[] {
  if (!isMapped(others, 'address')) return []
  const { properties, traits } = others
  const addresses = [properties, ...traits].filter(({ address }) => address !== undefined)
  return addresses.map(({ address }) => addressIn(address)).concat(traits)
}

/** An address, alone, in a list, or in an object keyed by number. */
function addressIn(value: unknown): Properties {
  const address = asObject(value)
  return '0' in address ? asObject(address['0']) : address
}

function otherPart(part: Part, holders: readonly Properties[]): string | undefined {
  for (const holder of holders) {
    for (const key of KEYS[part]) {
      const found = usablePart(part, holder[key])
      if (found !== undefined) return found
    }
  }
  return undefined
}

function usablePart(part: Part, value: unknown): string | undefined {
  const text = readText(value)
  return text === undefined || text.length > MAX_LENGTHS.name || isNowhere(text) ? undefined : NORMALIZERS[part](text)
}

function reasonFor(value: unknown, part: Part) {
  const text = readText(value)
  if (text === undefined) return 'not_readable'
  if (text.length > MAX_LENGTHS.name) return 'too_long'
  return part === 'country' && !isNowhere(text) ? 'not_a_country' : 'placeholder'
}
