import { z } from 'zod'
import { describeProblem } from './schema'

const WITHOUT_BODY: readonly (number | undefined)[] = [204, 205, 304]

const orderSchema = z
  .strictObject({
    /** How many requests the order is for; 1 by default. */
    times: z.int().min(1).default(1),
    /** The return code to answer. Nothing is recorded, but with 20001 the good events, and with 0 all as usual. */
    code: z.int().optional(),
    /** The message beside the code. */
    message: z.string().optional(),
    /** The HTTP status to answer, 200 by default. Without a code, nothing is recorded. */
    status: z.int().min(200).max(599).optional(),
    /** What to answer in place of the JSON, a gateway's HTML for one. Nothing is recorded. */
    body: z.string().optional(),
    /** Milliseconds until the request is looked at, ten minutes at most. */
    delay: z.int().min(0).max(600_000).default(0),
    /** Breaks off the connection, before or after the request is processed as usual. */
    drop: z.enum(['before', 'after']).optional()
  })
  .refine((o) => o.code === undefined || o.body === undefined, 'body: Not together with code.')
  .refine((o) => o.drop === undefined || (o.code ?? o.status ?? o.body) === undefined, 'drop: Not with an answer.')
  .refine((o) => o.message === undefined || Boolean(o.code), 'message: Only with a code other than 0.')
  .refine((o) => !WITHOUT_BODY.includes(o.status) || (o.code ?? o.body) === undefined, 'status: Has no body.')

/** What the next requests get instead of the usual. */
export type Order = z.input<typeof orderSchema>

export type CheckedOrder = z.output<typeof orderSchema>

const AS_USUAL: CheckedOrder = { times: 1, delay: 0 }

/** Orders, first in, first out. */
export class Orders {
  private queue: CheckedOrder[] = []

  /** @throws Error that names the key which makes no sense */
  add(order: unknown): void {
    const problem = describeProblem(orderSchema, order)
    if (problem !== undefined) throw new Error(`The order makes no sense. ${problem}`)
    this.queue.push(orderSchema.parse(order))
  }

  /** The order for the next request. */
  take(): CheckedOrder {
    const [order = AS_USUAL, ...rest] = this.queue
    this.queue = order.times > 1 ? [{ ...order, times: order.times - 1 }, ...rest] : rest
    return order
  }

  clear(): void {
    this.queue = []
  }
}
