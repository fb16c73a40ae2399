import { setTimeout as wait } from 'node:timers/promises'
import type { SegmentEvent } from '@segment/actions-core'
import { ExponentialBackoff, fullJitterGenerator } from 'cockatiel'
import { redact } from '../src/reportWebEvent/redact'
import { readAnswer } from '../src/reportWebEvent/response'
import type { TikTokRequest } from '../src/reportWebEvent/types'
import type { DeliveryConfig } from './config'
import type { EventLine, FailedEvent } from './events'
import { readLines } from './events'
import type { Gate } from './gate'
import { MAX_PAUSE } from './gate'
import type { Chunk } from './input'
import type { Subscription } from './mappings'
import { subscribe } from './mappings'
import type { Tally } from './tally'
import { addReason, countMatchKeys, newTally } from './tally'
import type { Answer, Target } from './target'
import { createTarget } from './target'

/** What became of a chunk. */
export interface ChunkResult {
  tally: Tally
  /** Events that were refused or given up, one JSON text each. */
  failures: string[]
  /** What became of each line, where that was asked for. */
  rows: Row[]
  /** Requests, where they are to be shown. */
  requests: TikTokRequest[]
  /** Why the run cannot go on: some events of the chunk have no end yet. */
  stop?: string
  /** Whether that is because the credentials do not work. */
  isUnauthorized?: boolean
}

/** What became of a line, for people. */
export interface Row {
  line: number
  name: string
  mapping?: string
  tiktokEvent?: string
  verdict: string
}

/** An event on its way through a mapping. */
interface Delivery extends EventLine {
  error?: FailedEvent['error']
}

/** Where a batch comes from, and the last line of which to write down what became of it. */
interface Context {
  path: string
  listed: number
}

interface Attempted extends Context {
  attempts: number
}

/** The result of one event of a batch, as actions-core gives it. */
interface Result {
  status: number
  errortype?: string
  errormessage?: string
}

/** The credentials do not work: nothing else will be delivered either. */
export class Unauthorized extends Error {}

/** The longest name of an event that is shown. */
const MAX_NAME = 60

const VERDICTS = { delivered: 'delivered', refused: 'refused', gaveUp: 'given up' }

const NOT_KEPT = 'an event is nested too deeply to be written to the file of failed events'

const ERROR_CLASSES: Record<string, string> = {
  PAYLOAD_VALIDATION_FAILED: 'PayloadValidationError',
  RETRYABLE_ERROR: 'RetryableError',
  INVALID_AUTHENTICATION: 'InvalidAuthenticationError'
}

/** Delivers chunks, one at a time. Several of these work side by side; they share the gate. */
export class ChunkDeliverer {
  private readonly subscriptions: Subscription[]
  private readonly target: Target
  private readonly backoff: ExponentialBackoff<number>
  private readonly success: string
  /** Of the chunk that is being delivered. */
  private result = newResult()
  private showsRequests = false
  /** Of the batch that is under way. */
  private abandonment = new AbortController()

  /** @param signal ends the waiting for another attempt; what is under way is finished */
  constructor(
    private readonly config: DeliveryConfig,
    private readonly gate: Gate,
    private readonly signal: AbortSignal
  ) {
    this.subscriptions = subscribe(config.mappings)
    this.target = createTarget(config.place, (body, send) => this.send(body, send))
    this.success = config.place.kind === 'dry-run' ? 'would be sent' : 'delivered'
    this.backoff = new ExponentialBackoff({
      generator: fullJitterGenerator,
      initialDelay: config.retryDelay,
      maxDelay: MAX_PAUSE
    })
  }

  /** @param listed the last line of which to write down what became of it */
  async deliver(chunk: Chunk, listed: number): Promise<ChunkResult> {
    this.result = newResult()
    this.showsRequests = this.config.showsRequests && chunk.start.line <= listed
    try {
      const groups = this.group(chunk, listed)
      for (const [subscription, batch] of groups) {
        // What has an end need not be kept in memory.
        groups.delete(subscription)
        if (this.signal.reason instanceof Unauthorized) throw this.signal.reason
        await this.deliverBatch(batch, subscription, { path: chunk.path, listed })
      }
    } catch (error) {
      const isUnauthorized = error instanceof Unauthorized
      if (!isUnauthorized && !this.signal.aborted) throw error
      Object.assign(this.result, { isUnauthorized, stop: isUnauthorized ? error.message : 'interrupted' })
    }
    this.result.rows.sort((a, b) => a.line - b.line)
    return this.result
  }

  /** The events of a chunk by the mappings they are for; the others are counted. */
  private group(chunk: Chunk, listed: number): Map<Subscription, Delivery[]> {
    const groups = new Map<Subscription, Delivery[]>()
    for (const entry of readLines(chunk)) {
      if ('problem' in entry) {
        this.result.tally.unreadable++
        addReason(this.result.tally, `a line ${entry.problem}`, `${chunk.path}:${entry.line}`)
        if (entry.line <= listed) this.result.rows.push({ line: entry.line, name: '', verdict: entry.problem })
        continue
      }
      const wanting = this.subscriptionsFor(entry)
      for (const subscription of wanting) {
        const group = groups.get(subscription) ?? []
        group.push(entry)
        groups.set(subscription, group)
      }
      if (wanting.length === 0) this.settleUnwanted(entry, { path: chunk.path, listed })
    }
    return groups
  }

  private subscriptionsFor({ event, mapping }: EventLine): Subscription[] {
    if (mapping !== undefined) return this.subscriptions.filter(({ name }) => name === mapping)
    return this.subscriptions.filter(({ matches }) => matches(event))
  }

  /** An event that failed in an earlier run is wanted, even if its mapping is gone. */
  private settleUnwanted(entry: EventLine, context: Context): void {
    const { line, event, mapping } = entry
    if (mapping !== undefined) {
      const error = {
        class: 'PayloadValidationError',
        status: 400,
        message: 'its mapping is not among those of this run'
      }
      this.settle({ ...entry, error }, 'refused', { name: mapping, mapping: {} }, { ...context, attempts: 0 })
      return
    }
    this.result.tally.read++
    this.result.tally.unwanted++
    if (line <= context.listed) this.result.rows.push({ line, name: nameOf(event), verdict: 'no mapping wants it' })
  }

  /** Tries a batch until each of its events is delivered, refused or given up. @throws Unauthorized, or when cancelled */
  private async deliverBatch(batch: Delivery[], subscription: Subscription, context: Context): Promise<void> {
    let pending = batch
    let backoff = this.backoff.next()
    for (let attempts = 1; ; attempts++) {
      const tried = pending.length
      const results = await this.execute(pending, subscription)
      pending = this.settleAll(pending, results, subscription, { ...context, attempts })
      if (pending.length === 0) return
      this.signal.throwIfAborted()
      // The bad events of a batch are found in several goes.
      if (pending.length < tried) {
        attempts = 0
        backoff = this.backoff.next()
      }
      if (attempts >= this.config.maxAttempts) {
        for (const delivery of pending) this.settle(delivery, 'gaveUp', subscription, { ...context, attempts })
        return
      }
      await wait(backoff.duration, undefined, { signal: this.signal })
      backoff = backoff.next(undefined)
      this.result.tally.retries++
    }
  }

  /** Settles what has an end; returns what is to be tried again. @throws Unauthorized after the others are settled */
  private settleAll(
    deliveries: readonly Delivery[],
    results: readonly Result[],
    subscription: Subscription,
    attempted: Attempted
  ): Delivery[] {
    const retryable: Delivery[] = []
    let unauthorized: Unauthorized | undefined
    for (const [index, delivery] of deliveries.entries()) {
      const { status, errortype = '', errormessage = '' } = results[index]
      const error = { class: ERROR_CLASSES[errortype] ?? errortype, status, message: errormessage }
      if (status === 200) this.settle({ ...delivery, error: undefined }, 'delivered', subscription, attempted)
      else if (status === 401) unauthorized = new Unauthorized(errormessage)
      else if (isRetryable(status)) retryable.push({ ...delivery, error })
      else this.settle({ ...delivery, error }, 'refused', subscription, attempted)
    }
    if (unauthorized !== undefined) throw unauthorized
    return retryable
  }

  /** Runs events through the destination. Where the runtime fails over the batch, each event is run alone. */
  private async execute(deliveries: Delivery[], subscription: Subscription): Promise<Result[]> {
    const { partnerAction, mapping } = subscription
    const { destination, settings } = this.target
    const events = deliveries.map(({ event }) => event)
    this.abandonment = new AbortController()
    try {
      const { signal } = this.abandonment
      return await destination.executeBatch(partnerAction, { events, mapping, settings, signal })
    } catch (error) {
      if (deliveries.length === 1) return [toResult(error as Error)]
      const results: Result[] = []
      for (const delivery of deliveries) results.push(...(await this.execute([delivery], subscription)))
      return results
    } finally {
      // Every answer is kept there, whole.
      destination.responses.length = 0
    }
  }

  private settle(
    { line, event, error }: Delivery,
    outcome: 'delivered' | 'refused' | 'gaveUp',
    { name, mapping }: Pick<Subscription, 'name' | 'mapping'>,
    { path, listed, attempts }: Attempted
  ): void {
    const { tally, failures, rows } = this.result
    tally.read++
    tally[outcome]++
    if (error !== undefined) {
      addReason(tally, error.message, `${path}:${line}`)
      const failure = toText({ event, mapping: name, error, attempts })
      if (failure === undefined) addReason(tally, NOT_KEPT, `${path}:${line}`)
      else failures.push(failure)
    }
    if (line <= listed) {
      const verdict = error === undefined ? this.success : `${VERDICTS[outcome]}: ${error.message}`
      rows.push({ line, name: nameOf(event), mapping: name, tiktokEvent: eventNameIn(mapping), verdict })
    }
  }

  /** A request that hangs is abandoned with its batch. Time spent at the gate is not the request's. */
  private async abandonInTime(send: () => Promise<Answer>): Promise<Answer> {
    const { abandonment } = this
    const abandon = () => abandonment.abort(new DOMException('The request hangs.', 'TimeoutError'))
    const timer = setTimeout(abandon, this.config.timeout)
    try {
      return await send()
    } finally {
      clearTimeout(timer)
    }
  }

  /** Every request of the destination passes here. */
  private async send(body: TikTokRequest, send: () => Promise<Answer>): Promise<Answer> {
    await this.gate.pass(this.signal)
    this.result.tally.requests++
    if (this.showsRequests) this.result.requests.push(body)

    const answer = await this.abandonInTime(send)
    const { verdict } = readAnswer(answer.status, answer.content)
    if (verdict === 'throttled') this.gate.pause()
    else this.gate.resume()
    if (verdict === 'accepted') for (const event of body.data) countMatchKeys(this.result.tally, event)
    return answer
  }
}

/** A failure of the runtime itself, whose message might quote the event. */
function toResult({ name }: Error): Result {
  return { status: 400, errortype: name, errormessage: 'The mapping cannot be applied to the event.' }
}

/** JavaScript reads objects that are nested more deeply than those it can write. */
function toText(failed: FailedEvent): string | undefined {
  try {
    return JSON.stringify(failed)
  } catch {
    return undefined
  }
}

function newResult(): ChunkResult {
  return { tally: newTally(), failures: [], rows: [], requests: [] }
}

function isRetryable(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

/** The TikTok event a mapping is for, where the mapping itself says it. */
function eventNameIn({ event }: Subscription['mapping']): string | undefined {
  return typeof event === 'string' ? event : undefined
}

/** The name of a track call, else the kind of call; what a terminal would take for a command, or is personal, is left out. */
function nameOf({ type, event }: SegmentEvent): string {
  const name: unknown = type === 'track' ? event : type
  return typeof name === 'string' ? redact(name.replace(/\p{C}/gu, ''), '', []).slice(0, MAX_NAME) : 'no name'
}
