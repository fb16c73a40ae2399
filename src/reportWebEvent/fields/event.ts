import type { InputField } from '@segment/actions-core'
import { path } from './paths'

/** The fields of the event itself: its name, its source, its ID and its time. */
export const eventFields: Record<string, InputField> = {
  event: {
    label: 'Event Name',
    description:
      'The conversion to report. TikTok campaigns can be optimized for standard events. Custom names work only for web events, in reports and audiences: at most 50 letters, digits, "_", and "-", beginning with a letter. An event without a valid name is not sent.',
    type: 'string',
    required: true,
    dynamic: true
  },
  event_source: {
    label: 'Event Source',
    description:
      'The source of the event: your website, or your CRM for an event about a lead. The default is Web. For CRM, the Pixel Code in the settings must be the ID of your CRM event set.',
    type: 'string',
    dynamic: true,
    default: 'web'
  },
  event_id: {
    label: 'Event ID',
    description:
      'The ID by which TikTok recognizes duplicates. If the TikTok Pixel reports the same event with the same ID, the event counts once. Without an ID, an event that is sent again counts again.',
    type: 'string',
    default: path('messageId')
  },
  timestamp: {
    label: 'Event Timestamp',
    description:
      'The time of the event, in ISO 8601 format or as Unix time in seconds or milliseconds. The default is the time of sending.',
    type: 'string',
    default: path('timestamp')
  }
}
