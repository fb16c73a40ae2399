import { z } from 'zod'
import { describeProblem } from './schema'

const WITHOUT_BODY: readonly (number | undefined)[] = [204, 205, 304]

const stubSchema = z
  .strictObject({
    /** How many requests the stub is for; 1 by default. */
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
export type Stub = z.input<typeof stubSchema>

export type CheckedStub = z.output<typeof stubSchema>

const AS_USUAL: CheckedStub = { times: 1, delay: 0 }

/** Stubs, first in, first out. */
export class Stubs {
  private queue: CheckedStub[] = []

  /** @throws Error that names the key which makes no sense */
  add(stub: unknown): void {
    const problem = describeProblem(stubSchema, stub)
    if (problem !== undefined) throw new Error(`The stub makes no sense. ${problem}`)
    this.queue.push(stubSchema.parse(stub))
  }

  /** The stub for the next request. */
  take(): CheckedStub {
    const [stub = AS_USUAL, ...rest] = this.queue
    this.queue = stub.times > 1 ? [{ ...stub, times: stub.times - 1 }, ...rest] : rest
    return stub
  }

  clear(): void {
    this.queue = []
  }
}
