import type { InputField } from '@segment/actions-core'
import type { TikTokVehicle } from '../types'
import type { Parameter } from './parameters'
import { objectField, onlyFor } from './parameters'

/** The keys of the mapping, which splits two of TikTok's parameters into two fields each. */
type VehicleKey =
  | Exclude<keyof TikTokVehicle, 'mileage' | 'preferred_price_range'>
  | 'mileage_value'
  | 'mileage_unit'
  | 'preferred_price_range_min'
  | 'preferred_price_range_max'

const VIEW = { depends_on: onlyFor({ event: 'ViewContent' }) }
const SEARCH = { depends_on: onlyFor({ event: 'Search' }) }
const REGISTRATION = { depends_on: onlyFor({ event: 'CompleteRegistration' }) }

/** The label, description and other attributes of each vehicle parameter. */
const VEHICLE: Record<VehicleKey, Parameter> = {
  postal_code: ['Postal Code', 'The postal code of the place where the vehicle is.'],
  make: ['Make', 'The make of the vehicle.'],
  model: ['Model', 'The model of the vehicle.'],
  year: ['Year', 'The year of the vehicle, in four digits.'],
  state_of_vehicle: ['State of Vehicle', 'New, Used, or CPO (certified pre-owned).'],
  condition_of_vehicle: ['Condition of Vehicle', 'Excellent, Good, Fair, Poor, or Other.'],
  exterior_color: ['Exterior Color', 'The color of the exterior.'],
  interior_color: ['Interior Color', 'The color of the interior.'],
  transmission: ['Transmission', 'Automatic, Manual, or Other.'],
  trim: ['Trim', 'The trim level of the vehicle.'],
  vin: ['VIN', 'The vehicle identification number, at most 17 characters.'],
  body_style: ['Body Style', 'The style of the body, such as SUV or Sedan.'],
  fuel_type: ['Fuel Type', 'The fuel the vehicle runs on, such as Gasoline or Electric.'],
  drivetrain: ['Drivetrain', 'The driven wheels: AWD, FOUR_WD, FWD, RWD, TWO_WD, or Other.'],
  mileage_value: ['Mileage Value', 'The distance the vehicle has been driven, in Mileage Unit.'],
  mileage_unit: ['Mileage Unit', 'The unit of Mileage Value: MI (miles) or KM (kilometers).'],
  preferred_price_range_min: ['Preferred Price Range, Minimum', 'The lowest price the person wants to pay.'],
  preferred_price_range_max: ['Preferred Price Range, Maximum', 'The highest price the person wants to pay.'],
  viewcontent_type: ['View Content Type', 'Your name for this soft-lead page, to tell it from others.', VIEW],
  search_type: ['Search Type', 'Your name for this kind of search, to tell it from others.', SEARCH],
  registration_type: [
    'Registration Type',
    'Your name for this kind of registration, to tell it from others.',
    REGISTRATION
  ]
}

export const vehicleFields: InputField = objectField(
  'Vehicle Fields',
  'Details of the vehicle. Missing ones are left out, as are a mileage without its unit and a price range without both ends. A value of 0 is sent.',
  'vehicle',
  VEHICLE
)
