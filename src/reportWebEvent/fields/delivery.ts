import type { InputField } from '@segment/actions-core'
import { MAX_EVENTS_PER_REQUEST } from '../constants'
import { property } from './paths'

/** How TikTok gets it, and what it may do with it. */
export const deliveryFields: Record<string, InputField> = {
  limited_data_use: {
    label: 'Limited Data Use',
    description:
      'Whether TikTok is to use the event in a limited way only, as privacy laws of some US states demand. With "true", map IP Address as well: TikTok finds the state by it. Sent only when given.',
    type: 'boolean',
    default: property('limited_data_use')
  },
  test_event_code: {
    label: 'Test Event Code',
    description:
      'The code shown in TikTok Events Manager under Test Events. Events with it appear there and do not count. Leave it blank in production.',
    type: 'string'
  },
  enable_batching: {
    label: 'Send events in batches',
    description:
      'TikTok recommends real-time events for the performance of campaigns, so leave this off unless you send more events than single requests can carry. Switched on, up to 1,000 events go out in one request, some minutes later.',
    type: 'boolean',
    default: false
  },
  batch_size: {
    label: 'Batch Size',
    description: 'The largest number of events in one batch. TikTok takes up to 1,000 in one request.',
    type: 'number',
    default: MAX_EVENTS_PER_REQUEST,
    minimum: 1,
    maximum: MAX_EVENTS_PER_REQUEST,
    unsafe_hidden: true
  },
  batch_keys: {
    label: 'Batch Keys',
    description: 'The fields whose values the events of one batch share, because they live at the top of a request.',
    type: 'string',
    multiple: true,
    default: ['event_source', 'test_event_code'],
    unsafe_hidden: true
  }
}
