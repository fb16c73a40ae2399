import type { ActionDefinition } from '@segment/actions-core'

const action: ActionDefinition<unknown> = {
  title: 'Report Web Event',
  description: 'Report web events to TikTok.',
  fields: {
    event: { label: 'Event Name', description: 'The name of the event.', type: 'string', required: true },
    event_source: {
      label: 'Event Source',
      description: 'Where the event took place.',
      type: 'string',
      choices: ['web', 'crm'],
      default: 'web'
    },
    lead_fields: {
      label: 'CRM Fields',
      description: 'The lead.',
      type: 'object',
      properties: {
        lead_id: { label: 'TikTok Lead ID', type: 'string' },
        lead_event_source: { label: 'TikTok Lead Event Source', type: 'string' }
      },
      required: { conditions: [{ fieldKey: 'event_source', operator: 'is', value: 'crm' }] }
    }
  },
  perform: (request) => request('https://business-api.tiktok.com')
}

export default action
