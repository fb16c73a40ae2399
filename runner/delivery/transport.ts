import { readAnswer } from '../../src/reportWebEvent/response'
import type { TikTokRequest } from '../../src/reportWebEvent/types'
import type { DeliveryConfig } from './config'
import type { BoundDestination, RawResponse } from './destination'
import { bindDestination } from './destination'
import type { RateLimiter } from './rate-limiter'
import type { PendingEvent, ResultRecorder } from './result'
import type { Route } from './router'

/** The result of one event of a batch, as actions-core gives it. */
export interface EventResult {
  status: number
  errortype?: string
  errormessage?: string
}

/** Runs batches through the destination, one at a time, under the rate limit and with a time-out for each request. */
export class Transport {
  private readonly bound: BoundDestination
  /** Of the batch that is being sent. */
  private recorder?: ResultRecorder
  private abandonment = new AbortController()

  /** @param signal ends a pause of the rate limiter */
  constructor(
    private readonly config: DeliveryConfig,
    private readonly rateLimiter: RateLimiter,
    private readonly signal: AbortSignal
  ) {
    this.bound = bindDestination(config.endpoint, (body, send) => this.send(body, send))
  }

  /** Where the runtime fails for the whole batch, each event is run by itself. */
  async execute(batch: readonly PendingEvent[], route: Route, recorder: ResultRecorder): Promise<EventResult[]> {
    const { destination, settings } = this.bound
    const { partnerAction, mapping } = route
    const events = batch.map(({ event }) => event)
    this.recorder = recorder
    this.abandonment = new AbortController()
    try {
      const { signal } = this.abandonment
      return await destination.executeBatch(partnerAction, { events, mapping, settings, signal })
    } catch (error) {
      if (batch.length === 1) return [toResult(error as Error)]
      const results: EventResult[] = []
      for (const pending of batch) results.push(...(await this.execute([pending], route, recorder)))
      return results
    } finally {
      // actions-core keeps every answer there, whole.
      destination.responses.length = 0
    }
  }

  /** Every request of the destination passes here. */
  private async send(body: TikTokRequest, send: () => Promise<RawResponse>): Promise<RawResponse> {
    await this.rateLimiter.acquire(this.signal)
    this.recorder?.request(body)

    const response = await this.abandonInTime(send)
    const { verdict } = readAnswer(response.status, response.content)
    if (verdict === 'throttled') this.rateLimiter.backOff()
    else this.rateLimiter.reset()
    if (verdict === 'accepted') this.recorder?.accepted(body)
    return response
  }

  /** Abandons a request that hangs, with its batch. Waiting for the rate limiter does not count. */
  private async abandonInTime(send: () => Promise<RawResponse>): Promise<RawResponse> {
    const { abandonment } = this
    const abandon = () => abandonment.abort(new DOMException('The request hangs.', 'TimeoutError'))
    const timer = setTimeout(abandon, this.config.timeout)
    try {
      return await send()
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Describes a failure of the runtime itself, whose own message might quote the event. */
function toResult({ name }: Error): EventResult {
  return { status: 400, errortype: name, errormessage: 'The mapping cannot be applied to the event.' }
}
