import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { IntakeRejection } from '../accept'

/** Names that metrics give to refusals. */
export type RefusalReason =
  | 'body'
  | 'size'
  | 'encoding'
  | 'json'
  | 'shape'
  | 'events'
  | 'key'
  | 'origin'
  | 'signature'
  | 'rate'
  | 'address'
  | 'overload'
  | 'store'
  | 'backlog'

interface RefusalDetails {
  /** Seconds until a client may ask again; absent if the request will never be accepted. */
  retryAfter?: number
  /** Events of the request, each with the reason why it is rejected. */
  rejected?: readonly IntakeRejection[]
}

/** A request that is not accepted. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(
    readonly status: ContentfulStatusCode,
    readonly reason: RefusalReason,
    message: string,
    readonly details: RefusalDetails = {}
  ) {
    super(message)
  }
}

/** Seconds until a client asks again. */
const OVERLOAD = 2
const FULL_QUEUE = 30
const LONGEST = 300

export const badRequest = (reason: RefusalReason, message: string) => new Refusal(400, reason, message)
export const unauthorized = () => new Refusal(401, 'key', 'The write key is not known.')
export const forbidden = () => new Refusal(403, 'origin', 'The write key may not be used by this origin.')

/** No event of the request is accepted. They are dead letters, unless the key may not send their type. */
export const allRejected = (rejected: readonly IntakeRejection[]) =>
  new Refusal(400, 'events', rejected[0].reason, { rejected })

/**
 * A refusal that passes. Segment's libraries repeat a 429 with Retry-After for hours; after a few answers of 500 or 503
 * they drop the events.
 */
const notNow = (reason: RefusalReason, message: string, retryAfter: number) =>
  new Refusal(429, reason, message, { retryAfter })

export const tooFast = (seconds: number) =>
  notNow('rate', 'The write key sends too many events.', Math.min(seconds, LONGEST))
export const tooManyFromAddress = () => notNow('address', 'Too many requests from this address.', OVERLOAD)
export const overloaded = () => notNow('overload', 'Too many requests wait.', OVERLOAD)
/** A database fails over within seconds: 2 or 3, so that not all clients come back at once. */
export const storeOutage = () =>
  notNow('store', 'Events cannot be stored at the moment.', 2 + Math.round(Math.random()))
export const queueFull = () => notNow('backlog', 'Too many events wait for delivery.', FULL_QUEUE)
