import type { InputField } from '@segment/actions-core'
import { MAX_EVENTS_PER_REQUEST } from '../constants'
import { onlyFor } from './parameters'
import { property } from './paths'

/** The fields of delivery: consent, tests and batches. */
export const deliveryFields: Record<string, InputField> = {
  limited_data_use: {
    label: 'Limited Data Use',
    description:
      'Whether TikTok must limit its use of the data of this web event. Left out when it is missing. If the value is true, map a public IP Address too.',
    type: 'boolean',
    default: property('limited_data_use'),
    depends_on: onlyFor({ event_source: 'web' })
  },
  test_event_code: {
    label: 'Test Event Code',
    description:
      'The code from TikTok Events Manager under Test Events. Events with a code appear there as tests and do not count as live events, so leave it blank in production.',
    type: 'string'
  },
  enable_batching: {
    label: 'Send events in batches',
    description:
      'Off by default, because TikTok recommends real-time events for campaign performance. Turn it on to send up to 1,000 events in one request.',
    type: 'boolean',
    default: false
  },
  batch_size: {
    label: 'Batch Size',
    description:
      'The largest number of events in one batch. The default is 1,000, the most that TikTok accepts in one request.',
    type: 'number',
    default: MAX_EVENTS_PER_REQUEST,
    minimum: 1,
    maximum: MAX_EVENTS_PER_REQUEST,
    unsafe_hidden: true
  },
  batch_keys: {
    label: 'Batch Keys',
    description:
      'The fields that must have the same value in all events of a batch, because a request to TikTok has only one value of each.',
    type: 'string',
    multiple: true,
    default: ['event_source', 'test_event_code'],
    unsafe_hidden: true
  }
}
