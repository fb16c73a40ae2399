import type { Payload } from '../generated-types'
import type { TikTokTravel, TikTokVehicle } from '../types'
import { isWeb } from './source'
import type { Complete } from './values'
import { finite, present, text } from './values'

/** Parameters that combine two fields of the mapping. */
type CombinedKey = 'mileage' | 'preferred_price_range'

/** Builds the travel or vehicle parameters, which TikTok accepts for web events only. */
export function buildVertical(payload: Payload): TikTokTravel | TikTokVehicle | undefined {
  if (!isWeb(payload)) return undefined
  if (payload.event_spec_type === 'travel') return present(payload.travel_fields ?? {})
  return payload.event_spec_type === 'vehicle' ? buildVehicle(payload.vehicle_fields ?? {}) : undefined
}

/** Builds the vehicle parameters. A mileage without its unit and a price range without both ends are left out. */
function buildVehicle(vehicle: NonNullable<Payload['vehicle_fields']>): TikTokVehicle {
  const { mileage_value, mileage_unit, preferred_price_range_min, preferred_price_range_max, ...others } = vehicle
  const same: Omit<TikTokVehicle, CombinedKey> = present(others)
  const combined: Complete<Pick<TikTokVehicle, CombinedKey>> = {
    mileage: combineMileage(finite(mileage_value), text(mileage_unit)),
    preferred_price_range: combineRange(finite(preferred_price_range_min), finite(preferred_price_range_max))
  }
  return { ...same, ...combined }
}

function combineMileage(value?: number, unit?: string): TikTokVehicle['mileage'] {
  return value === undefined || unit === undefined ? undefined : { value, unit }
}

function combineRange(min?: number, max?: number): TikTokVehicle['preferred_price_range'] {
  return min === undefined || max === undefined ? undefined : [min, max]
}
