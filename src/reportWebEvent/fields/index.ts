import type { InputField } from '@segment/actions-core'
import { deliveryFields } from './delivery'
import { eventFields } from './event'
import { orderFields } from './order'
import { userFields } from './user'
import { verticalFields } from './vertical'
import { visitFields } from './visit'

/** The input fields, in the order of the mapping page. Saved mappings refer to their keys, so a key never changes. */
export const fields: Record<string, InputField> = {
  ...eventFields,
  ...userFields,
  ...visitFields,
  ...orderFields,
  ...verticalFields,
  ...deliveryFields
}
