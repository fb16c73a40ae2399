import type { Payload } from '../generated-types'
import type { Warn } from '../left-out'
import { readText } from '../read/text'
import type { TikTokTravel, TikTokVehicle } from '../types'
import type { Words } from '../words'
import { chooseWord } from '../words'
import { asObject } from './fallbacks'
import { isWeb } from './origin'
import type { Complete } from './values'
import { money, numeric, plainText, readList } from './values'

type ReadParameter = (value: unknown, field: string, warn: Warn) => string | number | string[] | undefined

const wordsOf = (words: string): Words => Object.fromEntries(words.split(' ').map((word) => [word, word]))

const oneOf = (list: string): ReadParameter => {
  const words = wordsOf(list)
  return (value, field, warn) => chooseWord(value, words, field, warn)
}

const texts: ReadParameter = (value, field, warn) => readList(value, plainText, field, warn)

const whole: ReadParameter = (value, field, warn) => {
  const number = numeric(value, field, warn)
  if (number === undefined || Number.isInteger(number)) return number
  warn(field, 'not_whole')
  return undefined
}

const vin: ReadParameter = (value, field, warn) => {
  const read = plainText(value, field, warn)
  if (read === undefined || read.length <= 17) return read
  warn(field, 'invalid')
  return undefined
}

/** A date as TikTok reads it: YYYYMMDD or YYYY-MM-DD, or with a time and a time zone. */
const DATE = /^\d{4}-?\d{2}-?\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2}))?$/

/** Drops fractions of a second, which TikTok does not read. */
const date: ReadParameter = (value, field, warn) => {
  const read = plainText(value, field, warn)?.replace(/(T\d{2}:\d{2}:\d{2})\.\d+/, '$1')
  if (read === undefined || DATE.test(read)) return read
  warn(field, 'invalid')
  return undefined
}

/** A text, unless a row here has another reader. */
const TRAVEL: Partial<Record<keyof TikTokTravel, ReadParameter>> = {
  checkin_date: date,
  checkout_date: date,
  num_adults: numeric,
  num_children: numeric,
  num_infants: numeric,
  suggested_hotels: texts,
  departing_departure_date: date,
  departing_arrival_date: date,
  returning_departure_date: date,
  returning_arrival_date: date,
  destination_ids: texts,
  suggested_destinations: texts,
  travel_class: oneOf('eco prem bus first'),
  user_score: numeric,
  preferred_num_stops: whole,
  travel_start: date,
  travel_end: date
}

const VEHICLE: Partial<Record<keyof TikTokVehicle, ReadParameter>> = {
  year: whole,
  vin,
  state_of_vehicle: oneOf('New Used CPO'),
  condition_of_vehicle: oneOf('Excellent Good Fair Poor Other'),
  transmission: oneOf('Automatic Manual Other'),
  body_style: oneOf('Convertible Coupe Hatchback Minivan Truck SUV Sedan Van Wagon Crossover Other'),
  fuel_type: oneOf('Diesel Electric Flex Gasoline Hybrid Other'),
  drivetrain: oneOf('AWD FOUR_WD FWD RWD TWO_WD Other')
}

const MILEAGE_UNITS = wordsOf('MI KM')

/** Builds the travel or vehicle parameters, which TikTok accepts for web events only. */
export function buildVertical(
  payload: Payload,
  currency: string | undefined,
  warn: Warn
): TikTokTravel | TikTokVehicle | undefined {
  if (!isWeb(payload)) return undefined
  // Mappings of the destination that this one replaces have the second form.
  const kind = readText(payload.event_spec_type)
  if (kind === 'travel' || kind === 'travel_fields') {
    return readAll(asObject(payload.travel_fields), TRAVEL, 'travel_fields', warn) as TikTokTravel
  }
  return kind === 'vehicle' || kind === 'vehicle_fields'
    ? buildVehicle(asObject(payload.vehicle_fields), currency, warn)
    : undefined
}

/** Builds the vehicle parameters. A mileage without its unit and a price range without both ends are left out. */
function buildVehicle(vehicle: Record<string, unknown>, currency: string | undefined, warn: Warn): TikTokVehicle {
  const { mileage_value, mileage_unit, preferred_price_range_min, preferred_price_range_max, ...others } = vehicle
  const value = numeric(mileage_value, 'vehicle_fields.mileage_value', warn)
  const unit = chooseWord(mileage_unit, MILEAGE_UNITS, 'vehicle_fields.mileage_unit', warn)
  const min = money(preferred_price_range_min, 'vehicle_fields.preferred_price_range_min', { currency }, warn)
  const max = money(preferred_price_range_max, 'vehicle_fields.preferred_price_range_max', { currency }, warn)
  if ((value === undefined) !== (unit === undefined)) warn('vehicle_fields.mileage_value', 'incomplete')
  if ((min === undefined) !== (max === undefined)) warn('vehicle_fields.preferred_price_range_min', 'incomplete')
  const combined: Complete<Pick<TikTokVehicle, 'mileage' | 'preferred_price_range'>> = {
    mileage: value === undefined || unit === undefined ? undefined : { value, unit },
    preferred_price_range: min === undefined || max === undefined ? undefined : [min, max]
  }
  return { ...(readAll(others, VEHICLE, 'vehicle_fields', warn) as TikTokVehicle), ...combined }
}

function readAll(
  values: Record<string, unknown>,
  readers: Record<string, ReadParameter | undefined>,
  field: string,
  warn: Warn
) {
  // A key may be named as an inherited one is, such as `constructor`.
  const readerOf = new Map(Object.entries(readers))
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      (readerOf.get(key) ?? plainText)(value, `${field}.${key}`, warn)
    ])
  )
}
