import type { JSONObject } from '@segment/actions-core'

/** Where events go. */
export interface Place {
  kind: 'tiktok' | 'sandbox' | 'dry-run'
  accessToken: string
  pixelCode: string
  /** Of the sandbox. */
  port?: number
}

/** A mapping as a CDP exports it. */
export interface Mapping {
  name: string
  /** The events it is for, in FQL. */
  subscribe: string
  partnerAction: string
  mapping: JSONObject
}

/** What delivering needs to know: plain data, which can be handed to another thread. */
export interface DeliveryConfig {
  place: Place
  mappings: Mapping[]
  /** Requests a second. */
  rate: number
  /** How often an event is tried before it is given up. */
  maxAttempts: number
  /** The longest first pause before an event is tried again, in milliseconds; each further one may be twice as long. */
  retryDelay: number
  /** How long one request may take before it is abandoned and tried again, in milliseconds. */
  timeout: number
  /** Whether the requests are to be shown. */
  showsRequests: boolean
}
