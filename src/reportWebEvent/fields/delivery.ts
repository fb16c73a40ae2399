import type { InputField } from '@segment/actions-core'
import { MAX_EVENTS_PER_REQUEST } from '../constants'
import { onlyFor } from './parameters'
import { property } from './paths'

/** How TikTok gets it, and what it may do with it. */
export const deliveryFields: Record<string, InputField> = {
  limited_data_use: {
    label: 'Limited Data Use',
    description:
      'Whether TikTok must limit how it uses the data of this web event; left out when it is missing. If the value is true, map a public IP Address as well.',
    type: 'boolean',
    default: property('limited_data_use'),
    depends_on: onlyFor({ event_source: 'web' })
  },
  test_event_code: {
    label: 'Test Event Code',
    description:
      'The code shown in TikTok Events Manager under Test Events, where events with this code appear. Leave it blank in production: an event with a code is a test, not a live event.',
    type: 'string'
  },
  enable_batching: {
    label: 'Send events in batches',
    description:
      'Off by default, because TikTok recommends real-time events for campaign performance. Turn it on if you have more events than single requests can carry: up to 1,000 events are then sent in one request.',
    type: 'boolean',
    default: false
  },
  batch_size: {
    label: 'Batch Size',
    description:
      'The largest number of events in one batch, at most 1,000, which is as many as TikTok accepts in one request. The default is 1,000.',
    type: 'number',
    default: MAX_EVENTS_PER_REQUEST,
    minimum: 1,
    maximum: MAX_EVENTS_PER_REQUEST,
    unsafe_hidden: true
  },
  batch_keys: {
    label: 'Batch Keys',
    description:
      'The fields that must have the same value in all events of a batch, because TikTok takes only one value of each per request.',
    type: 'string',
    multiple: true,
    default: ['event_source', 'test_event_code'],
    unsafe_hidden: true
  }
}
