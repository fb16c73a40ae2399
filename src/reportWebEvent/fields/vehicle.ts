import type { InputField } from '@segment/actions-core'
import type { TikTokVehicle } from '../types'
import type { Parameter } from './parameters'
import { objectField } from './parameters'

const STATE = { choices: ['New', 'Used', 'CPO'] }
const CONDITION = { choices: ['Excellent', 'Good', 'Fair', 'Poor', 'Other'] }
const TRANSMISSION = { choices: ['Automatic', 'Manual', 'Other'] }
const BODY_STYLE = {
  choices: [
    'Convertible',
    'Coupe',
    'Hatchback',
    'Minivan',
    'Truck',
    'SUV',
    'Sedan',
    'Van',
    'Wagon',
    'Crossover',
    'Other'
  ]
}
const FUEL = { choices: ['Diesel', 'Electric', 'Flex', 'Gasoline', 'Hybrid', 'Other'] }
const DRIVETRAIN = { choices: ['AWD', 'FOUR_WD', 'FWD', 'RWD', 'TWO_WD', 'Other'] }
const UNIT = { choices: ['MI', 'KM'] }

/** The keys of the mapping, which splits two of TikTok's parameters into two fields each. */
type VehicleKey =
  | Exclude<keyof TikTokVehicle, 'mileage' | 'preferred_price_range'>
  | 'mileage_value'
  | 'mileage_unit'
  | 'preferred_price_range_min'
  | 'preferred_price_range_max'

/** The label, description, type and other attributes of each vehicle parameter. */
const VEHICLE: Record<VehicleKey, Parameter> = {
  postal_code: ['Postal Code', 'The postal code of the place where the vehicle is.', 'string'],
  make: ['Make', 'The make of the vehicle.', 'string'],
  model: ['Model', 'The model of the vehicle.', 'string'],
  year: ['Year', 'The year of the vehicle, in four digits.', 'number'],
  state_of_vehicle: ['State of Vehicle', 'New, Used, or CPO (certified pre-owned).', 'string', STATE],
  condition_of_vehicle: ['Condition of Vehicle', 'Excellent, Good, Fair, Poor, or Other.', 'string', CONDITION],
  exterior_color: ['Exterior Color', 'The color of the exterior.', 'string'],
  interior_color: ['Interior Color', 'The color of the interior.', 'string'],
  transmission: ['Transmission', 'Automatic, Manual, or Other.', 'string', TRANSMISSION],
  trim: ['Trim', 'The trim level of the vehicle.', 'string'],
  vin: ['VIN', 'The vehicle identification number, at most 17 characters.', 'string', { maximum: 17 }],
  body_style: ['Body Style', 'The style of the body, such as SUV or Sedan.', 'string', BODY_STYLE],
  fuel_type: ['Fuel Type', 'The fuel the vehicle runs on, such as Gasoline or Electric.', 'string', FUEL],
  drivetrain: ['Drivetrain', 'The driven wheels: AWD, FOUR_WD, FWD, RWD, TWO_WD, or Other.', 'string', DRIVETRAIN],
  mileage_value: ['Mileage Value', 'The distance the vehicle has been driven, in Mileage Unit.', 'number'],
  mileage_unit: ['Mileage Unit', 'The unit of Mileage Value: MI (miles) or KM (kilometers).', 'string', UNIT],
  preferred_price_range_min: ['Preferred Price Range, Minimum', 'The lowest price the person wants to pay.', 'number'],
  preferred_price_range_max: ['Preferred Price Range, Maximum', 'The highest price the person wants to pay.', 'number'],
  viewcontent_type: ['View Content Type', 'Your name for this soft-lead page, to tell it from others.', 'string'],
  search_type: ['Search Type', 'Your name for this kind of search, to tell it from others.', 'string'],
  registration_type: ['Registration Type', 'Your name for this kind of registration, to tell it from others.', 'string']
}

export const vehicleFields: InputField = objectField(
  'Vehicle Fields',
  'Details of the vehicle. Missing ones are left out, as are a mileage without its unit and a price range without both ends. A value of 0 is sent. An event with a value that is not among the choices of its field is not sent.',
  'vehicle',
  VEHICLE
)
