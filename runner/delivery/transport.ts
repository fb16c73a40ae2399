import type { RequestClient } from '@segment/actions-core'
import { BatchBisector } from '../../src/reportWebEvent/bisect'
import { MAX_REQUESTS_PER_BATCH } from '../../src/reportWebEvent/constants'
import type { Answer } from '../../src/reportWebEvent/response'
import { errorFor, readAnswer } from '../../src/reportWebEvent/response'
import { post } from '../../src/reportWebEvent/send'
import type { TikTokRequest } from '../../src/reportWebEvent/types'
import type { DeliveryError } from '../delivery-error'
import { toError } from '../delivery-error'
import { codeOf } from '../errors'
import type { DeliveryConfig } from './config'
import type { RawResponse } from './destination'
import { createRequestClient } from './destination'
import type { EncodedEvent } from './encoder'
import { encodeRequest, releaseRequest, requestOf } from './encoder'
import type { RequestGate } from './rate-limiter'
import { describeTrouble, describeUnreachable } from './unreachable'

/** Sees the requests that events go out in. */
export interface RequestRecorder {
  request(body: TikTokRequest): void
  /** A request that gets no answer is not heard of again. */
  answered(answer: Answer, events: readonly EncodedEvent[]): void
}

/** Why events are undecided although TikTok answered each request. */
const UNDECIDED = `more than ${MAX_REQUESTS_PER_BATCH} requests are needed to find the events that TikTok rejects`

/** Sends batches, one at a time, under the rate limit and with a time-out for each request. */
export class Transport {
  private abandonment = new AbortController()
  /** Why some of the events can be tried again, in words for the run. */
  trouble = UNDECIDED
  /** Why the last request got no answer, in words. */
  unreachable?: string

  /** @param signal ends a pause of the rate limiter */
  constructor(
    private readonly config: DeliveryConfig,
    private readonly rateLimiter: RequestGate,
    private readonly signal: AbortSignal
  ) {}

  /**
   * Sends events that share an envelope, in one request. More follow only if TikTok rejects that one.
   * @returns the error of each event, at its position; `undefined` if TikTok accepted it
   */
  async execute(events: readonly EncodedEvent[], recorder: RequestRecorder): Promise<(DeliveryError | undefined)[]> {
    this.abandonment = new AbortController()
    this.trouble = UNDECIDED
    const errors = new Map<EncodedEvent, DeliveryError | undefined>()
    const settle = (settled: readonly EncodedEvent[], answer: Answer) => {
      const error = errorOf(answer)
      for (const event of settled) errors.set(event, error)
    }
    const send = (some: readonly EncodedEvent[]) => this.post(some, recorder)
    await new BatchBisector(settle).deliverAll([{ events, post: send }])
    return events.map((event) => errors.get(event))
  }

  /** Every request passes here: the destination makes it, and reads the answer, as it does in a CDP. */
  private async post(events: readonly EncodedEvent[], recorder: RequestRecorder): Promise<Answer> {
    let unreachable: string | undefined
    const { endpoint } = this.config
    const request = createRequestClient(endpoint, this.abandonment.signal)
    const body = requestOf(events)
    const sendEncoded = async (url: string, options?: Parameters<RequestClient>[1]): Promise<RawResponse> => {
      await this.rateLimiter.acquire(this.signal)
      recorder.request(body)
      const headers = { 'content-type': 'application/json' }
      const bytes = encodeRequest(events)
      const encoded = { ...options, json: undefined, headers, body: bytes }
      const response = await this.abandonInTime(() => request(url, encoded)).catch((error) => {
        unreachable = codeOf(error)
        throw error
      })
      const answer = readAnswer(response.status, response.content)
      if (answer.code !== undefined) releaseRequest(bytes)
      if (answer.verdict === 'throttled') await this.rateLimiter.backOff()
      else await this.rateLimiter.reset()
      recorder.answered(answer, events)
      return response
    }
    const answer = await post(sendEncoded as RequestClient, endpoint, body)
    this.unreachable = unreachable && describeUnreachable(endpoint, unreachable)
    if (answer.verdict === 'partial' || answer.verdict === 'unavailable') {
      this.trouble = describeTrouble(endpoint, answer, unreachable)
    }
    return answer
  }

  /** Abandons a request that hangs or fails, with its connection. Waiting for the rate limiter does not count. */
  private async abandonInTime(send: () => Promise<RawResponse>): Promise<RawResponse> {
    const { abandonment } = this
    const abandon = () => abandonment.abort(new DOMException('Request timed out.', 'TimeoutError'))
    const timer = setTimeout(abandon, this.config.timeout)
    try {
      return await send()
    } catch (error) {
      // An answer that is too long would still be received.
      abandonment.abort()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }
}

function errorOf(answer: Answer): DeliveryError | undefined {
  const error = errorFor(answer)
  return error && toError(error.status, error.code, error.message)
}
