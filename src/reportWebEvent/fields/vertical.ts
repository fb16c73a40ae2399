import type { InputField } from '@segment/actions-core'
import { onlyFor } from './parameters'
import { travelFields } from './travel'
import { vehicleFields } from './vehicle'

/** The fields of travel and vehicle events. New mappings have their defaults; the presets leave them out. */
export const verticalFields: Record<string, InputField> = {
  event_spec_type: {
    label: 'Event Specification',
    description:
      'The kind of the event. Travel sends Travel Fields, and Vehicle sends Vehicle Fields. None, the default, sends neither.',
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
