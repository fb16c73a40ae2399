import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** A request that is not accepted. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  /** @param retryAfter seconds, of what may pass */
  constructor(
    readonly status: ContentfulStatusCode,
    message: string,
    readonly retryAfter?: number
  ) {
    super(message)
  }
}

/** Seconds until a client asks again. */
const STORE_OUTAGE = 10
const OVERLOAD = 2
const FULL_QUEUE = 30

export const badRequest = (message: string) => new Refusal(400, message)
export const unauthorized = () => new Refusal(401, 'The write key is not known.')
export const forbidden = () => new Refusal(403, 'The write key may not be used by this origin.')

/**
 * A refusal that passes. Segment's libraries repeat a 429 with Retry-After for hours; after a few answers of 500 or 503
 * they drop the events.
 */
export const tooFast = (seconds: number) =>
  new Refusal(429, 'The write key sends too many events.', Math.min(seconds, 300))
export const overloaded = () => new Refusal(429, 'Too many requests wait.', OVERLOAD)
export const storeOutage = () => new Refusal(429, 'Events cannot be stored at the moment.', STORE_OUTAGE)
export const queueFull = () => new Refusal(429, 'Too many events wait for delivery.', FULL_QUEUE)
