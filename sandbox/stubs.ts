import { z } from 'zod'
import { findProblems, formatProblem } from './schema/problems'

const WITHOUT_BODY: readonly (number | undefined)[] = [204, 205, 304]

const stubSchema = z
  .strictObject({
    /** The number of requests that get this answer, 1 by default. */
    times: z.int().min(1).default(1),
    /** The return code. With 0 the request is processed as usual, with 20001 its valid events are recorded, else none. */
    code: z.int().optional(),
    /** The message beside the code. */
    message: z.string().optional(),
    /** The HTTP status, 200 by default. Without a code, nothing is recorded. */
    status: z.int().min(200).max(599).optional(),
    /** The body in place of JSON, such as a gateway's HTML. Nothing is recorded. */
    body: z.string().optional(),
    /** Milliseconds before the request is processed, up to 600,000 (ten minutes); 0 by default. */
    delay: z.int().min(0).max(600_000).default(0),
    /** Drops the connection before or after the request is processed. */
    drop: z.enum(['before', 'after']).optional()
  })
  .refine((stub) => stub.code === undefined || stub.body === undefined, 'body: Not together with code.')
  .refine(
    ({ drop, code, status, body }) => drop === undefined || (code ?? status ?? body) === undefined,
    'drop: Not with an answer.'
  )
  .refine(({ message, code }) => message === undefined || Boolean(code), 'message: Only with a code other than 0.')
  .refine(
    ({ status, code, body }) => !WITHOUT_BODY.includes(status) || (code ?? body) === undefined,
    'status: Has no body.'
  )

/** The answer to the next requests, in place of the usual one. */
export type Stub = z.input<typeof stubSchema>

export type CheckedStub = z.output<typeof stubSchema>

const AS_USUAL: CheckedStub = { times: 1, delay: 0 }

/** A queue of stubs, first in, first out. */
export class Stubs {
  private queue: CheckedStub[] = []

  /** @throws Error that names the key that is not valid */
  add(stub: unknown): void {
    const [problem] = findProblems(stubSchema, stub)
    if (problem !== undefined) throw new Error(`The stub is not valid. ${formatProblem(problem)}`)
    this.queue.push(stubSchema.parse(stub))
  }

  /** Removes the stub for the next request from the queue. */
  next(): CheckedStub {
    const [stub = AS_USUAL, ...rest] = this.queue
    this.queue = stub.times > 1 ? [{ ...stub, times: stub.times - 1 }, ...rest] : rest
    return stub
  }

  clear(): void {
    this.queue = []
  }
}
