import type { Mapping } from '../mappings/mapping'
import type { OptOutRules } from '../transform/opt-out'
import type { Endpoint } from './endpoint'

/** Limits of a delivery. */
export interface DeliveryLimits {
  /** Requests a second. */
  rate: number
  /** Maximum number of attempts for an event. */
  maxAttempts: number
  /** The longest pause before the second attempt, in milliseconds; it doubles with each further attempt. */
  retryDelay: number
  /** Time for one request before it is abandoned and tried again, in milliseconds. */
  timeout: number
}

/** Everything a delivery needs to know. It is plain data, which can be handed to another thread. */
export interface DeliveryConfig extends DeliveryLimits {
  endpoint: Endpoint
  mappings: Mapping[]
  optOut?: OptOutRules
  /** Whether results hold the requests, to be shown. */
  keepsRequests: boolean
}
