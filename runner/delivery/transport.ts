import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import { readAnswer } from '../../src/reportWebEvent/response'
import type { TikTokRequest } from '../../src/reportWebEvent/types'
import type { MappedEvent, RequestRecorder } from './batcher'
import type { DeliveryConfig } from './config'
import type { BoundDestination, RawResponse } from './destination'
import { bindDestination } from './destination'
import type { RequestGate } from './rate-limiter'

/** The result of one event of a batch, as actions-core gives it. */
export interface EventResult {
  status: number
  errortype?: string
  errormessage?: string
  /** The statement of the destination about the event that it sent. */
  sent?: unknown
}

/** The payloads are mapped already; actions-core cleans and validates them as it does after its own mapping. */
export const MAPPED_PAYLOAD: JSONObject = { '@path': '$.payload' }

/** Runs batches through the destination, one at a time, under the rate limit and with a time-out for each request. */
export class Transport {
  private readonly bound: BoundDestination
  /** Counts the requests of the batch that is being sent. */
  private recorder?: RequestRecorder
  private abandonment = new AbortController()

  /** @param signal ends a pause of the rate limiter */
  constructor(
    private readonly config: DeliveryConfig,
    private readonly rateLimiter: RequestGate,
    private readonly signal: AbortSignal
  ) {
    this.bound = bindDestination(config.endpoint, (body, send) => this.send(body, send))
  }

  /** Where the runtime fails for the whole batch, each event is run by itself. */
  async execute(action: string, batch: readonly MappedEvent[]): Promise<EventResult[]> {
    const { destination, settings } = this.bound
    const events = batch.map(({ payload }) => ({ payload }) as unknown as SegmentEvent)
    this.recorder = batch[0].recorder
    this.abandonment = new AbortController()
    try {
      const { signal } = this.abandonment
      return await destination.executeBatch(action, { events, mapping: MAPPED_PAYLOAD, settings, signal })
    } catch (error) {
      if (batch.length === 1) return [toResult(error as Error)]
      const results: EventResult[] = []
      for (const event of batch) results.push(...(await this.execute(action, [event])))
      return results
    }
  }

  /** Every request of the destination passes here. */
  private async send(body: TikTokRequest, send: () => Promise<RawResponse>): Promise<RawResponse> {
    await this.rateLimiter.acquire(this.signal)
    this.recorder?.request(body)

    const response = await this.abandonInTime(send)
    const answer = readAnswer(response.status, response.content)
    if (answer.verdict === 'throttled') await this.rateLimiter.backOff()
    else await this.rateLimiter.reset()
    this.recorder?.answered(answer, body)
    return response
  }

  /** Abandons a request that hangs or fails, with its connection. Waiting for the rate limiter does not count. */
  private async abandonInTime(send: () => Promise<RawResponse>): Promise<RawResponse> {
    const { abandonment } = this
    const abandon = () => abandonment.abort(new DOMException('The request hangs.', 'TimeoutError'))
    const timer = setTimeout(abandon, this.config.timeout)
    try {
      return await send()
    } catch (error) {
      // An answer that is too long would still be received.
      abandonment.abort()
      throw error
    } finally {
      clearTimeout(timer)
      // actions-core keeps every answer there, with its request. Singling out bad events takes thousands of requests.
      this.bound.destination.responses.length = 0
    }
  }
}

/** Describes a failure of the runtime itself, whose own message might quote the event. */
export function toResult({ name }: Error): EventResult {
  return { status: 400, errortype: name, errormessage: 'The mapping cannot be applied to the event.' }
}
