import type { InputField } from '@segment/actions-core'
import type { TikTokVehicle } from '../types'
import type { Parameter } from './parameters'
import { objectField } from './parameters'

/** TikTok takes the halves of two parameters together; a mapping has them apart. */
type VehicleKey =
  | Exclude<keyof TikTokVehicle, 'mileage' | 'preferred_price_range'>
  | 'mileage_value'
  | 'mileage_unit'
  | 'preferred_price_range_min'
  | 'preferred_price_range_max'

/** A row for each vehicle parameter: label, description, type, and what else there is to say of it. */
const VEHICLE: Record<VehicleKey, Parameter> = {
  postal_code: ['Postal Code', 'The postal code of the place the vehicle is at.', 'string'],
  make: ['Make', 'The make of the vehicle.', 'string'],
  model: ['Model', 'The model of the vehicle.', 'string'],
  year: ['Year', 'The year the vehicle was built in: four digits.', 'number'],
  state_of_vehicle: [
    'State of Vehicle',
    'New, used or certified pre-owned.',
    'string',
    { choices: ['New', 'Used', 'CPO'] }
  ],
  condition_of_vehicle: [
    'Condition of Vehicle',
    'How well the vehicle is kept.',
    'string',
    { choices: ['Excellent', 'Good', 'Fair', 'Poor', 'Other'] }
  ],
  exterior_color: ['Exterior Color', 'The color of the body.', 'string'],
  interior_color: ['Interior Color', 'The color of the interior.', 'string'],
  transmission: ['Transmission', 'How the gears change.', 'string', { choices: ['Automatic', 'Manual', 'Other'] }],
  trim: ['Trim', 'The trim of the vehicle.', 'string'],
  vin: ['VIN', 'The vehicle identification number: at most 17 characters.', 'string', { maximum: 17 }],
  body_style: [
    'Body Style',
    'The shape of the body.',
    'string',
    {
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
  ],
  fuel_type: [
    'Fuel Type',
    'What the vehicle runs on.',
    'string',
    { choices: ['Diesel', 'Electric', 'Flex', 'Gasoline', 'Hybrid', 'Other'] }
  ],
  drivetrain: [
    'Drivetrain',
    'Which wheels are driven.',
    'string',
    { choices: ['AWD', 'FOUR_WD', 'FWD', 'RWD', 'TWO_WD', 'Other'] }
  ],
  mileage_value: [
    'Mileage Value',
    'How far the vehicle has run; 0 is a value. Sent together with Mileage Unit.',
    'number'
  ],
  mileage_unit: [
    'Mileage Unit',
    'Miles or kilometres. Sent together with Mileage Value.',
    'string',
    { choices: ['MI', 'KM'] }
  ],
  preferred_price_range_min: [
    'Preferred Price Range, Minimum',
    'The least the person wants to pay; 0 is a value. Sent together with the maximum.',
    'number'
  ],
  preferred_price_range_max: [
    'Preferred Price Range, Maximum',
    'The most the person wants to pay. Sent together with the minimum.',
    'number'
  ],
  viewcontent_type: ['View Content Type', 'Tells pages for soft leads from others.', 'string'],
  search_type: ['Search Type', 'Tells kinds of searches apart.', 'string'],
  registration_type: ['Registration Type', 'Tells kinds of registrations apart.', 'string']
}

export const vehicleFields: InputField = objectField(
  'Vehicle Fields',
  'What TikTok uses for automotive ads: the vehicle the event is about. Each is left out when it is missing.',
  'vehicle',
  VEHICLE
)
