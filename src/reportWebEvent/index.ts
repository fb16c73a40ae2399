import type { ActionDefinition } from '@segment/actions-core'
import type { Settings } from '../generated-types'
import { suggestEventNames } from './event-name'
import { fields } from './fields'
import type { Payload } from './generated-types'
import type { Origin } from './send'
import { sendBatch, sendEvent } from './send'
import {
  CONTENT_TYPES,
  CUSTOMER_TYPES,
  DELIVERY_CATEGORIES,
  EVENT_SOURCES,
  EVENT_SPECIFICATIONS,
  suggestWords
} from './words'

const action: ActionDefinition<Settings, Payload> = {
  title: 'Report Web Event',
  description:
    'Report an event from your website or your CRM, such as a purchase, a search, or a lead, directly to TikTok.',
  fields,
  dynamicFields: {
    event: suggestEventNames,
    event_source: suggestWords(EVENT_SOURCES),
    content_type: suggestWords(CONTENT_TYPES),
    customer_type: suggestWords(CUSTOMER_TYPES),
    delivery_category: suggestWords(DELIVERY_CATEGORIES),
    event_spec_type: suggestWords(EVENT_SPECIFICATIONS)
  },
  // The data are also of the type `Origin`: actions-core hands over the mapping and the event, but its types do not show it.
  perform: (request, data) => sendEvent(request, data.settings, data.payload, data as Origin),
  performBatch: (request, data) => sendBatch(request, data.settings, data.payload, data as Origin)
}

export default action
