import type { InputField } from '@segment/actions-core'
import type { TikTokTravel } from '../types'
import type { Parameter } from './parameters'
import { objectField } from './parameters'

const DATE = 'YYYYMMDD, YYYY-MM-DD or ISO 8601 with time and zone'

/** A row for each travel parameter: label, description, type, and what else there is to say of it. */
const TRAVEL: Record<keyof TikTokTravel, Parameter> = {
  city: ['Hotel City', 'The city the hotel is in.', 'string'],
  region: ['Hotel Region', 'The state or region the hotel is in.', 'string'],
  country: ['Hotel Country', 'The country the hotel is in.', 'string'],
  checkin_date: ['Check-in Date', `The day the stay begins: ${DATE}.`, 'string'],
  checkout_date: ['Check-out Date', `The day the stay ends: ${DATE}.`, 'string'],
  num_adults: ['Number of Adults', 'How many adults travel.', 'number'],
  num_children: ['Number of Children', 'How many children travel.', 'number'],
  num_infants: ['Number of Infants', 'How many infants travel.', 'number'],
  suggested_hotels: ['Suggested Hotels', 'The IDs of hotels suggested to the person.', 'string', { multiple: true }],
  departing_departure_date: ['Outbound Departure Date', `When the outbound journey begins: ${DATE}.`, 'string'],
  departing_arrival_date: ['Outbound Arrival Date', `When the outbound journey ends: ${DATE}.`, 'string'],
  returning_departure_date: ['Return Departure Date', `When the return journey begins: ${DATE}.`, 'string'],
  returning_arrival_date: ['Return Arrival Date', `When the return journey ends: ${DATE}.`, 'string'],
  origin_airport: ['Origin Airport', 'The code of the airport the journey begins at.', 'string'],
  destination_airport: ['Destination Airport', 'The code of the airport the journey leads to.', 'string'],
  destination_ids: [
    'Destination IDs',
    'IDs of destinations in your destination catalogue.',
    'string',
    { multiple: true }
  ],
  suggested_destinations: [
    'Suggested Destinations',
    'IDs of destinations suggested to the person. Not for Search events.',
    'string',
    { multiple: true }
  ],
  travel_class: [
    'Travel Class',
    'The class of the journey.',
    'string',
    {
      choices: [
        { label: 'Economy', value: 'eco' },
        { label: 'Premium economy', value: 'prem' },
        { label: 'Business', value: 'bus' },
        { label: 'First', value: 'first' }
      ]
    }
  ],
  user_score: ['User Score', 'The value of the customer to you, relative to other customers.', 'number'],
  preferred_num_stops: [
    'Preferred Number of Stops',
    'The stops the person wants at most; 0 is a direct flight.',
    'integer'
  ],
  travel_start: ['Travel Start', `The day the trip begins: ${DATE}.`, 'string'],
  travel_end: ['Travel End', `The day the trip ends: ${DATE}.`, 'string']
}

export const travelFields: InputField = objectField(
  'Travel Fields',
  'What TikTok uses for travel ads: where the trip leads, when, and for whom. Each is left out when it is missing.',
  'travel',
  TRAVEL
)
