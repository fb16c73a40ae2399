import { z } from 'zod'
import { currency, date, integer, not, number, object, oneOf, text, texts, yearOfFourDigits } from './values'

const content = object({
  content_id: text,
  content_category: text,
  content_name: text,
  brand: text,
  price: number,
  quantity: number
}).partial()

/** Parameters of travel events. Only web events have them. */
const travel = {
  city: text,
  region: text,
  country: text,
  checkin_date: date,
  checkout_date: date,
  num_adults: number,
  num_children: number,
  num_infants: number,
  suggested_hotels: texts,
  departing_departure_date: date,
  departing_arrival_date: date,
  returning_departure_date: date,
  returning_arrival_date: date,
  origin_airport: text,
  destination_airport: text,
  destination_ids: texts,
  suggested_destinations: texts,
  travel_class: oneOf('eco', 'prem', 'bus', 'first'),
  user_score: number,
  preferred_num_stops: integer,
  travel_start: date,
  travel_end: date
}

const BODY_STYLES = [
  'Convertible',
  'Coupe',
  'Hatchback',
  'Minivan',
  'Truck',
  'SUV',
  'Sedan',
  'Van',
  'Wagon',
  'Crossover'
]

/** Parameters of vehicle events. Only web events have them. */
const vehicle = {
  postal_code: text,
  make: text,
  model: text,
  year: yearOfFourDigits,
  state_of_vehicle: oneOf('New', 'Used', 'CPO'),
  condition_of_vehicle: oneOf('Excellent', 'Good', 'Fair', 'Poor', 'Other'),
  exterior_color: text,
  interior_color: text,
  transmission: oneOf('Automatic', 'Manual', 'Other'),
  trim: text,
  vin: text.max(17, not('VIN of at most 17 characters')),
  body_style: oneOf(...BODY_STYLES, 'Other'),
  fuel_type: oneOf('Diesel', 'Electric', 'Flex', 'Gasoline', 'Hybrid', 'Other'),
  drivetrain: oneOf('AWD', 'FOUR_WD', 'FWD', 'RWD', 'TWO_WD', 'Other'),
  mileage: object({ value: number, unit: oneOf('MI', 'KM') }),
  preferred_price_range: z.tuple([number, number], not('list of two numbers')),
  viewcontent_type: text,
  search_type: text,
  registration_type: text
}

export const properties = object({
  ...travel,
  ...vehicle,
  contents: z.array(content, not('list of objects')),
  content_type: oneOf('product', 'product_group'),
  content_ids: texts,
  currency,
  value: number,
  num_items: integer,
  search_string: text,
  query: text,
  description: text,
  order_id: text,
  shop_id: text,
  customer_type: oneOf('new', 'returning'),
  delivery_category: oneOf('in_store', 'curbside', 'home_delivery'),
  predicted_ltv: number
}).partial()

/** The keys that only web events have. */
export const WEB_PROPERTIES: readonly string[] = ['customer_type', ...Object.keys(travel), ...Object.keys(vehicle)]
