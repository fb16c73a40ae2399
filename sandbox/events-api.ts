import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Keep } from './recent-list'
import type { RequestRecord } from './requests'
import { RequestLog } from './requests'
import type { TrackRequest } from './schema/request'
import { findUnknownKeys } from './schema/unknown-keys'
import { EventStore } from './store'
import type { CheckedStub } from './stubs'
import { Stubs } from './stubs'
import type { Access, Rejection } from './validate'
import { findFault, findRequestFault, keepGoodEvents } from './validate'

const PARTLY_ACCEPTED = 20001

/** A request as it came over HTTP. */
export interface IncomingRequest {
  token: string
  text: string
  /** The parsed text; `undefined` if it is not JSON. */
  body: unknown
}

/** Counts since the last reset, of all events and requests, kept or not. */
export interface Totals {
  /** Requests that were answered or dropped. */
  requests: number
  /** Events that were accepted, without duplicates. */
  accepted: number
  /** Events that were sent again within 48 hours. */
  duplicates: number
  /** Requests that were answered with a code other than 0. */
  rejected: number
  /** Accepted events by TikTok's event name. From the 1,001st name on, they count as `(other names)`. */
  byEvent: Record<string, number>
}

export interface EventsApiOptions {
  access: Access
  /** The clock, in Unix milliseconds. */
  now: () => number
  keep: Keep
  onRequest?: (record: RequestRecord, body: string) => void
}

/** The Events API without HTTP: validates requests, records what it accepts, and serves stubs. */
export class EventsApi {
  readonly stubs = new Stubs()
  readonly requests: RequestLog
  readonly store: EventStore
  private requestCount = 0
  private hanging = createAbortController()

  constructor(private readonly options: EventsApiOptions) {
    this.requests = new RequestLog(options.keep)
    this.store = new EventStore(options.now, options.keep)
  }

  /** @returns the answer; `undefined` if the connection is to be dropped instead */
  async answer(request: IncomingRequest): Promise<Response | undefined> {
    const summary = { requestId: this.nextRequestId(), ...summarize(request.body) }
    const stub = this.stubs.next()
    if (!(await this.outlast(stub.delay))) return undefined

    const { drop: dropped, status = 200 } = stub
    const result = needsProcessing(stub) ? this.process(request, stub) : undefined
    this.record(request, dropped ? { ...summary, dropped } : { ...summary, status, ...outcome(result) })

    if (dropped) return undefined
    if (result === undefined) return new Response(stub.body, { status, headers: { 'content-type': 'text/html' } })
    const { code, message } = result
    return Response.json({ code, message, request_id: summary.requestId, data: {} }, { status })
  }

  get totals(): Totals {
    const { requests, rejected } = this.requests.totals
    const { accepted, duplicates, byEvent } = this.store.totals
    return { requests, accepted, duplicates, rejected, byEvent }
  }

  reset(): void {
    this.dropHanging()
    this.stubs.clear()
    this.store.clear()
    this.requests.clear()
  }

  /** Drops the requests whose delay is not over, as if they had never come. */
  dropHanging(): void {
    this.hanging.abort()
    this.hanging = createAbortController()
  }

  private process({ token, text, body }: IncomingRequest, stub: CheckedStub): Rejection {
    const { code = 0, message = 'Stubbed response.' } = stub
    if (code !== 0 && code !== PARTLY_ACCEPTED) return { code, message }

    const find = code === 0 ? findFault : findRequestFault
    const fault = find(token, body, this.options.access)
    if (fault !== undefined) return fault

    const request = body as TrackRequest
    this.store.record(code === 0 ? request : { ...request, data: keepGoodEvents(request) }, text.length)
    return { code, message: code === 0 ? 'OK' : message }
  }

  private record({ text }: IncomingRequest, record: RequestRecord): void {
    this.requests.add(record, text)
    this.options.onRequest?.(record, text)
  }

  /** Whether the delay ended by itself. */
  private async outlast(delay: number): Promise<boolean> {
    return delay === 0 || sleep(delay, true, { signal: this.hanging.signal }).catch(() => false)
  }

  private nextRequestId(): string {
    this.requestCount += 1
    return String(this.requestCount).padStart(20, '0')
  }
}

/** Allows any number of listeners: Node.js warns from eleven on. */
function createAbortController(): AbortController {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  return controller
}

function needsProcessing({ drop, code, status, body }: CheckedStub): boolean {
  return drop !== 'before' && (code !== undefined || (status ?? body) === undefined)
}

/** The part of a record that does not depend on the answer. */
function summarize(body: unknown): Pick<RequestRecord, 'events' | 'testEventCode' | 'warnings'> {
  const { data, test_event_code } = Object(body)
  return {
    events: Array.isArray(data) ? data.length : 0,
    testEventCode: typeof test_event_code === 'string' ? test_event_code : undefined,
    warnings: findUnknownKeys(body)
  }
}

function outcome(result: Rejection | undefined): Pick<RequestRecord, 'code' | 'message'> {
  return { code: result?.code, message: result?.code === 0 ? undefined : result?.message }
}
