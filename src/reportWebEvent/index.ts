import type { ActionDefinition } from '@segment/actions-core'
import type { Settings } from '../generated-types'
import { suggestEventNames } from './event-name'
import { fields } from './fields'
import type { Payload } from './generated-types'
import { sendBatch, sendEvent } from './send'

const action: ActionDefinition<Settings, Payload> = {
  title: 'Report Web Event',
  description:
    'Report an event from your website or your CRM, such as a purchase, a search, or a lead, directly to TikTok.',
  fields,
  dynamicFields: { event: suggestEventNames },
  perform: (request, { settings, payload }) => sendEvent(request, settings, payload),
  performBatch: (request, { settings, payload }) => sendBatch(request, settings, payload)
}

export default action
