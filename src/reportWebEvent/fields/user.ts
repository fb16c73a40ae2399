import type { InputField } from '@segment/actions-core'
import { onlyFor } from './parameters'
import { firstOf, path, property, propertyOrTrait, trait } from './paths'

const HASHED = 'Hashed with SHA-256 before sending. A value that is already a SHA-256 hash is sent as is.'

/** The fields of the person, which TikTok matches with its own users. */
export const userFields: Record<string, InputField> = {
  phone_number: {
    label: 'Phone Number',
    description: `One or more phone numbers, which help TikTok match the event with a TikTok user. Include the country code, as in +12025550123. Numbers without one are read as numbers of the country in Address. Missing and invalid numbers are left out. ${HASHED}`,
    type: 'string',
    multiple: true,
    placeholder: '+12025550123',
    default: propertyOrTrait('phone'),
    category: 'hashedPII'
  },
  email: {
    label: 'Email',
    description: `One or more email addresses, which help TikTok match the event with a TikTok user. Missing and invalid addresses are left out. ${HASHED}`,
    type: 'string',
    multiple: true,
    default: propertyOrTrait('email'),
    category: 'hashedPII'
  },
  external_id: {
    label: 'External ID',
    description: `One or more of your own IDs for the person, such as a user ID, which help TikTok match the event with a TikTok user. Send the same IDs, in the same upper and lower case, with the TikTok Pixel. Missing IDs are left out. ${HASHED}`,
    type: 'string',
    multiple: true,
    default: firstOf(path('userId'), path('anonymousId')),
    category: 'hashedPII'
  },
  include_anonymous_id: {
    label: 'Include Anonymous ID',
    description:
      'Whether the anonymous ID is sent as a second External ID when the event has a user ID. Turn it on if the TikTok Pixel sends the anonymous ID. Off by default.',
    type: 'boolean',
    default: false
  },
  first_name: {
    label: 'First Name',
    description: `The person's first name, which helps TikTok match the event with a TikTok user. Left out when it is missing. ${HASHED}`,
    type: 'string',
    default: firstOf(property('first_name'), trait('first_name'), trait('firstName')),
    category: 'hashedPII'
  },
  last_name: {
    label: 'Last Name',
    description: `The person's last name, which helps TikTok match the event with a TikTok user. Left out when it is missing. ${HASHED}`,
    type: 'string',
    default: firstOf(property('last_name'), trait('last_name'), trait('lastName')),
    category: 'hashedPII'
  },
  address: {
    label: 'Address',
    description:
      "The person's address, which helps TikTok match the event with a TikTok user. Missing parts are left out. The zip code is hashed with SHA-256 before sending, unless it is already a SHA-256 hash. City, state, and country are sent without hashing.",
    type: 'object',
    defaultObjectUI: 'keyvalue:only',
    additionalProperties: false,
    properties: {
      city: { label: 'City', description: 'The name of the city.', type: 'string' },
      state: { label: 'State', description: 'The name or code of the state, such as CA.', type: 'string' },
      country: {
        label: 'Country',
        description:
          'The two-letter country code (ISO 3166-1 alpha-2), such as US. Names and three-letter codes are converted; anything else is left out. Phone numbers without a country code are read as numbers of this country.',
        type: 'string',
        placeholder: 'US'
      },
      zip_code: {
        label: 'Zip Code',
        description: `The zip or postal code. If Country is US, only its first five digits are used. ${HASHED}`,
        type: 'string',
        category: 'hashedPII'
      }
    },
    default: {
      city: propertyOrTrait('address', 'city'),
      state: propertyOrTrait('address', 'state'),
      country: propertyOrTrait('address', 'country'),
      zip_code: firstOf(
        property('address', 'postalCode'),
        property('address', 'postal_code'),
        trait('address', 'postalCode'),
        trait('address', 'postal_code')
      )
    },
    category: 'hashedPII'
  },
  ttclid: {
    label: 'TikTok Click ID',
    description:
      'The ID that TikTok adds to the address of your landing page as "ttclid". TikTok uses it to attribute the event to a click on an ad. A missing ID is taken from Page URL if possible.',
    type: 'string',
    default: firstOf(property('ttclid'), path('integrations', 'TikTok Conversions', 'ttclid'))
  },
  ttp: {
    label: 'TikTok Cookie ID',
    description:
      'The value of the first-party cookie "_ttp" of the TikTok Pixel, which helps TikTok match the event with a TikTok user. Left out when it is missing.',
    type: 'string',
    default: firstOf(property('ttp'), path('integrations', 'TikTok Conversions', 'ttp'))
  },
  lead_id: {
    label: 'TikTok Lead ID',
    description:
      'The ID by which TikTok identifies the lead of the event. CRM events are not sent without it. For web events, it is optional.',
    type: 'string',
    default: propertyOrTrait('lead_id')
  },
  lead_event_source: {
    label: 'Lead Event Source',
    description:
      'The name of your CRM, such as HubSpot or Salesforce. Sent with CRM events only, and left out when it is missing.',
    type: 'string',
    placeholder: 'HubSpot',
    default: property('lead_event_source'),
    depends_on: onlyFor({ event_source: 'crm' })
  },
  lead_fields: {
    label: 'Lead Fields',
    description:
      'The lead of mappings that were saved before TikTok Lead ID and Lead Event Source existed. New mappings use those two fields.',
    type: 'object',
    defaultObjectUI: 'keyvalue',
    displayMode: 'collapsed',
    additionalProperties: true,
    depends_on: onlyFor({ event_source: 'crm' })
  }
}
