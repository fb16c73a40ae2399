import type { InputField } from '@segment/actions-core'
import type { TikTokTravel } from '../types'
import type { Parameter } from './parameters'
import { objectField } from './parameters'

const DATE = { placeholder: 'YYYY-MM-DD' }

const LIST = { multiple: true }

/** The label, description and other attributes of each travel parameter. */
const TRAVEL: Record<keyof TikTokTravel, Parameter> = {
  city: ['Hotel City', 'The city of the hotel.'],
  region: ['Hotel Region', 'The state or region of the hotel.'],
  country: ['Hotel Country', 'The country of the hotel.'],
  checkin_date: ['Check-in Date', 'The date on which the hotel stay begins.', DATE],
  checkout_date: ['Check-out Date', 'The date on which the hotel stay ends.', DATE],
  num_adults: ['Number of Adults', 'The number of adults traveling.'],
  num_children: ['Number of Children', 'The number of children traveling.'],
  num_infants: ['Number of Infants', 'The number of infants traveling.'],
  suggested_hotels: ['Suggested Hotels', 'The hotels suggested to the person.', LIST],
  departing_departure_date: ['Outbound Departure Date', 'The start of the outbound journey.', DATE],
  departing_arrival_date: ['Outbound Arrival Date', 'The end of the outbound journey.', DATE],
  returning_departure_date: ['Return Departure Date', 'The start of the return journey.', DATE],
  returning_arrival_date: ['Return Arrival Date', 'The end of the return journey.', DATE],
  origin_airport: ['Origin Airport', 'The airport where the journey begins.'],
  destination_airport: ['Destination Airport', 'The airport where the journey ends.'],
  destination_ids: ['Destination IDs', 'The IDs of the destinations in your destination catalog.', LIST],
  suggested_destinations: ['Suggested Destinations', 'IDs of suggested destinations; not for Search.', LIST],
  travel_class: ['Travel Class', 'Economy (eco), premium (prem), business (bus), or first.'],
  user_score: ['User Score', 'The value of the customer relative to other customers.'],
  preferred_num_stops: ['Preferred Number of Stops', 'The number of stops preferred; 0 is a direct flight.'],
  travel_start: ['Travel Start', 'The date on which the trip begins.', DATE],
  travel_end: ['Travel End', 'The date on which the trip ends.', DATE]
}

export const travelFields: InputField = objectField(
  'Travel Fields',
  'Details of the trip. Missing ones are left out. Write dates as YYYY-MM-DD or YYYYMMDD, or with a time and time zone, such as 2026-12-01T08:00+00:00.',
  'travel',
  TRAVEL
)
