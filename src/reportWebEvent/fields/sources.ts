import type { InputField } from '@segment/actions-core'
import { path } from './paths'

/** The field of the parts of an event that stand in for a mapped value that cannot be used. */
export const sourceFields: Record<string, InputField> = {
  other_sources: {
    label: 'Other Sources',
    description:
      'Parts of the event in which to look when a mapped value is blank or unusable, such as a trait behind a blank property. Only fields that are mapped are filled from here. Clear a row to stop looking there.',
    type: 'object',
    defaultObjectUI: 'keyvalue',
    displayMode: 'collapsed',
    additionalProperties: true,
    default: {
      properties: path('properties'),
      traits: [path('context', 'traits'), path('traits')],
      page: path('context', 'page'),
      click_ids: path('integrations', 'TikTok Conversions'),
      anonymous_id: path('anonymousId'),
      external_ids: [path('context', 'externalId'), path('context', 'externalIds')],
      times: [path('originalTimestamp'), path('sentAt'), path('receivedAt')]
    }
  }
}
