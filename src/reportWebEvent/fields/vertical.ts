import type { InputField } from '@segment/actions-core'
import { onlyFor } from './parameters'
import { travelFields } from './travel'
import { vehicleFields } from './vehicle'

/** What only some trades know. Their defaults are for new mappings; the presets do not carry them. */
export const verticalFields: Record<string, InputField> = {
  event_spec_type: {
    label: 'Event Specification',
    description:
      'Whether the event is about travel or about vehicles, which have parameters of their own. TikTok uses them for travel and automotive ads.',
    type: 'string',
    choices: [
      { label: 'None', value: 'none' },
      { label: 'Travel', value: 'travel' },
      { label: 'Vehicle', value: 'vehicle' }
    ],
    default: 'none',
    depends_on: onlyFor({ event_source: 'web' })
  },
  travel_fields: travelFields,
  vehicle_fields: vehicleFields
}
