import type { InputField } from '@segment/actions-core'
import { path } from './paths'

/** What happened, and when. */
export const eventFields: Record<string, InputField> = {
  event: {
    label: 'Event Name',
    description:
      'The conversion TikTok is told of. Choose a standard event, which ads can be optimised for, or type a name of your own for reports and audiences: at most 50 letters, digits, "_" and "-", beginning with a letter.',
    type: 'string',
    required: true,
    dynamic: true
  },
  event_source: {
    label: 'Event Source',
    description:
      'Where the event comes from: your website, or your CRM, for what became of a lead. For a CRM, the Pixel Code in the settings is to hold the ID of the CRM event set.',
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
      'The ID by which TikTok recognises an event it has already. Give the TikTok Pixel the same one, and an event that both report counts once. Without it, an event that is sent again counts again.',
    type: 'string',
    default: path('messageId')
  },
  timestamp: {
    label: 'Event Timestamp',
    description:
      'When the event happened: an ISO 8601 time, or Unix time in seconds or milliseconds. Without it, TikTok gets the time of sending.',
    type: 'string',
    default: path('timestamp')
  }
}
