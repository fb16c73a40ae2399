import type { JSONObject } from '@segment/actions-core'

/** A mapping as a CDP exports it. */
export interface Mapping {
  name: string
  /** The trigger: the events it is for, in FQL. */
  subscribe: string
  partnerAction: string
  mapping: JSONObject
}
