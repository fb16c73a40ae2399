import type { InputField } from '@segment/actions-core'
import { path } from './paths'

/** What happened, and when. */
export const eventFields: Record<string, InputField> = {
  event: {
    label: 'Event Name',
    description:
      'The conversion to report; an event without a valid name is not sent. Choose a standard event, which TikTok campaigns can be optimized for, or, for web events only, enter a custom name for reports and audiences: at most 50 letters, digits, "_", and "-", beginning with a letter.',
    type: 'string',
    required: true,
    dynamic: true
  },
  event_source: {
    label: 'Event Source',
    description:
      'Where the event comes from: your website, or your CRM if it is about a lead. When it is missing, Web is used; for CRM, the Pixel Code in the settings must be the ID of your CRM event set.',
    type: 'string',
    choices: [
      { label: 'Web', value: 'web' },
      { label: 'CRM', value: 'crm' }
    ],
    default: 'web'
  },
  event_id: {
    label: 'Event ID',
    description:
      'The ID by which TikTok recognizes an event it already has: if the TikTok Pixel reports the same event with the same ID, the event counts once. When it is missing, TikTok cannot deduplicate the event, and an event that is sent again counts again.',
    type: 'string',
    default: path('messageId')
  },
  timestamp: {
    label: 'Event Timestamp',
    description:
      'When the event happened, as an ISO 8601 time or as Unix time in seconds or milliseconds. When it is missing, the time of sending is used.',
    type: 'string',
    default: path('timestamp')
  }
}
