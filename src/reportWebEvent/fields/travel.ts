import type { InputField } from '@segment/actions-core'
import type { TikTokTravel } from '../types'
import type { Parameter } from './parameters'
import { objectField } from './parameters'

const DATE = { placeholder: 'YYYY-MM-DD' }

const LIST = { multiple: true }

const TRAVEL_CLASS = {
  choices: [
    { label: 'Economy', value: 'eco' },
    { label: 'Premium economy', value: 'prem' },
    { label: 'Business', value: 'bus' },
    { label: 'First', value: 'first' }
  ]
}

/** The label, description, type and other attributes of each travel parameter. */
const TRAVEL: Record<keyof TikTokTravel, Parameter> = {
  city: ['Hotel City', 'The city of the hotel.', 'string'],
  region: ['Hotel Region', 'The state or region of the hotel.', 'string'],
  country: ['Hotel Country', 'The country of the hotel.', 'string'],
  checkin_date: ['Check-in Date', 'The date on which the hotel stay begins.', 'string', DATE],
  checkout_date: ['Check-out Date', 'The date on which the hotel stay ends.', 'string', DATE],
  num_adults: ['Number of Adults', 'The number of adults traveling.', 'number'],
  num_children: ['Number of Children', 'The number of children traveling.', 'number'],
  num_infants: ['Number of Infants', 'The number of infants traveling.', 'number'],
  suggested_hotels: ['Suggested Hotels', 'The hotels suggested to the person.', 'string', LIST],
  departing_departure_date: ['Outbound Departure Date', 'The start of the outbound journey.', 'string', DATE],
  departing_arrival_date: ['Outbound Arrival Date', 'The end of the outbound journey.', 'string', DATE],
  returning_departure_date: ['Return Departure Date', 'The start of the return journey.', 'string', DATE],
  returning_arrival_date: ['Return Arrival Date', 'The end of the return journey.', 'string', DATE],
  origin_airport: ['Origin Airport', 'The airport where the journey begins.', 'string'],
  destination_airport: ['Destination Airport', 'The airport where the journey ends.', 'string'],
  destination_ids: ['Destination IDs', 'The IDs of the destinations in your destination catalog.', 'string', LIST],
  suggested_destinations: ['Suggested Destinations', 'IDs of suggested destinations; not for Search.', 'string', LIST],
  travel_class: ['Travel Class', 'Economy (eco), premium (prem), business (bus), or first.', 'string', TRAVEL_CLASS],
  user_score: ['User Score', 'The value of the customer relative to other customers.', 'number'],
  preferred_num_stops: ['Preferred Number of Stops', 'The number of stops preferred; 0 is a direct flight.', 'integer'],
  travel_start: ['Travel Start', 'The date on which the trip begins.', 'string', DATE],
  travel_end: ['Travel End', 'The date on which the trip ends.', 'string', DATE]
}

export const travelFields: InputField = objectField(
  'Travel Fields',
  'Details of the trip. Missing ones are left out. Write dates as YYYY-MM-DD or YYYYMMDD, or with a time and time zone, such as 2026-12-01T08:00+00:00. An event with a travel class other than eco, prem, bus, or first is not sent.',
  'travel',
  TRAVEL
)
