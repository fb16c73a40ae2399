import type { SegmentEvent } from '@segment/actions-core'
import { isObject } from './json'

/** An event that was rejected or failed after retries, as it is saved for another run. */
export interface FailedEvent {
  event: SegmentEvent
  /** Name of the mapping it failed with. */
  mapping: string
  error: { class: string; status: number; message: string }
  attempts: number
}

/** A failed event has the whole event under the key that holds the name of a Segment event. */
export function isFailedEvent(value: object): value is FailedEvent {
  const { event, mapping, error } = value as Partial<FailedEvent>
  return isObject(event) && typeof mapping === 'string' && isObject(error)
}

/** The reason why an event is not delivered, as it is saved. */
export type DeliveryError = FailedEvent['error']

export const UNAUTHORIZED = 401

export const TOO_MANY_REQUESTS = 429

const CLASSES: Record<string, string> = {
  PAYLOAD_VALIDATION_FAILED: 'PayloadValidationError',
  RETRYABLE_ERROR: 'RetryableError',
  INVALID_AUTHENTICATION: 'InvalidAuthenticationError'
}

/** The mapping cannot be applied. The runtime's own message might quote the event. */
export const UNMAPPABLE = toError(400, 'PAYLOAD_VALIDATION_FAILED', 'The mapping cannot be applied to the event.')

/** The words before an error by which Segment rejects an event that is sent from here. */
export const REJECTED_BY_SEGMENT = 'Segment rejects this event'

export const MAPPING_IS_GONE = toError(400, 'PAYLOAD_VALIDATION_FAILED', 'its mapping is not among those of this run')

/** @param code an error code of actions-core */
export function toError(status = 400, code = '', message = ''): DeliveryError {
  return { class: CLASSES[code] ?? code, status, message }
}

export function isRetryable({ status }: DeliveryError): boolean {
  return status === 408 || status === TOO_MANY_REQUESTS || status >= 500
}
