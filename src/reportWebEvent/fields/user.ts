import type { InputField } from '@segment/actions-core'
import { onlyFor } from './parameters'
import { firstOf, path, property, propertyOrTrait, trait } from './paths'

/** Who did it: what TikTok matches with its own users. */
export const userFields: Record<string, InputField> = {
  phone_number: {
    label: 'Phone Number',
    description:
      'One or more phone numbers, best with their country code (E.164, such as +12025550123). A number without one is read with the country of Address; one that is not possible is left out. Hashed with SHA-256 before it is sent.',
    type: 'string',
    multiple: true,
    default: propertyOrTrait('phone'),
    category: 'hashedPII'
  },
  email: {
    label: 'Email',
    description: 'One or more email addresses. What is no address is left out. Hashed with SHA-256 before it is sent.',
    type: 'string',
    multiple: true,
    default: propertyOrTrait('email'),
    category: 'hashedPII'
  },
  external_id: {
    label: 'External ID',
    description:
      'One or more of your own IDs for the person, such as a user ID, exactly as the TikTok Pixel gets them: upper and lower case count. Hashed with SHA-256 before it is sent.',
    type: 'string',
    multiple: true,
    default: firstOf(path('userId'), path('anonymousId')),
    category: 'hashedPII'
  },
  first_name: {
    label: 'First Name',
    description: "The person's first name. Hashed with SHA-256 before it is sent.",
    type: 'string',
    default: firstOf(property('first_name'), trait('first_name'), trait('firstName')),
    category: 'hashedPII'
  },
  last_name: {
    label: 'Last Name',
    description: "The person's last name. Hashed with SHA-256 before it is sent.",
    type: 'string',
    default: firstOf(property('last_name'), trait('last_name'), trait('lastName')),
    category: 'hashedPII'
  },
  address: {
    label: 'Address',
    description:
      "The person's address. The zip code is hashed with SHA-256 before it is sent; city, state and country are sent as they are, which is how TikTok takes them.",
    type: 'object',
    defaultObjectUI: 'keyvalue:only',
    additionalProperties: false,
    properties: {
      city: { label: 'City', description: 'The name of the city.', type: 'string' },
      state: { label: 'State', description: 'The name or the code of the state, such as CA.', type: 'string' },
      country: {
        label: 'Country',
        description: 'The two-letter country code (ISO 3166-1 alpha-2, such as US). A name is not sent.',
        type: 'string'
      },
      zip_code: {
        label: 'Zip Code',
        description:
          'The zip or postal code. Of a United States code the first five digits count. Hashed with SHA-256 before it is sent.',
        type: 'string',
        category: 'hashedPII'
      }
    },
    default: {
      city: propertyOrTrait('address', 'city'),
      state: propertyOrTrait('address', 'state'),
      country: propertyOrTrait('address', 'country'),
      zip_code: firstOf(
        property('address', 'postal_code'),
        property('address', 'postalCode'),
        trait('address', 'postal_code'),
        trait('address', 'postalCode')
      )
    },
    category: 'hashedPII'
  },
  ttclid: {
    label: 'TikTok Click ID',
    description:
      'The click ID TikTok adds to the address of the landing page as "ttclid": the surest match of an event with an ad. Where it is blank, it is taken from Page URL.',
    type: 'string',
    default: firstOf(property('ttclid'), path('integrations', 'TikTok Conversions', 'ttclid'))
  },
  ttp: {
    label: 'TikTok Cookie ID',
    description: 'The value of the first-party cookie "_ttp", which the TikTok Pixel sets.',
    type: 'string',
    default: firstOf(property('ttp'), path('integrations', 'TikTok Conversions', 'ttp'))
  },
  lead_id: {
    label: 'TikTok Lead ID',
    description:
      "The ID of a lead from TikTok's own lead forms, by which TikTok finds the ad that won it. CRM events are refused without it.",
    type: 'string',
    required: onlyFor({ event_source: 'crm' }),
    default: propertyOrTrait('lead_id')
  },
  lead_event_source: {
    label: 'Lead Event Source',
    description: 'The name of your CRM, such as HubSpot or Salesforce, which TikTok shows with the events of the lead.',
    type: 'string',
    depends_on: onlyFor({ event_source: 'crm' })
  }
}
