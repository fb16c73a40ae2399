import type { InputField } from '@segment/actions-core'
import { onlyFor } from './parameters'
import { travelFields } from './travel'
import { vehicleFields } from './vehicle'

/** What only some trades know. Their defaults are for new mappings; the presets do not carry them. */
export const verticalFields: Record<string, InputField> = {
  event_spec_type: {
    label: 'Event Specification',
    description:
      'Whether the event is about travel or about a vehicle, so that it can be reported with Travel Fields or Vehicle Fields. With None, or when it is missing, neither is sent.',
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
