import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TrackRequest } from './schema'
import { EventStore } from './store'
import type { CheckedStub } from './stubs'
import { Stubs } from './stubs'
import type { Access, Rejection } from './validate'
import { findEventFault, findRequestFault, keepGoodEvents } from './validate'

const PARTLY_ACCEPTED = 20001

/** What became of a request. */
export interface RequestRecord {
  requestId: string
  /** How many events it held, good or bad. */
  events: number
  testEventCode?: string
  /** The answered return code; absent where there was none. */
  code?: number
  /** The answered HTTP status; absent where the connection was dropped. */
  status?: number
  dropped?: 'before' | 'after'
}

/** The Events API without HTTP: judges requests, keeps what it accepts, and does as its stubs say. */
export class EventsApi {
  readonly stubs = new Stubs()
  readonly requests: RequestRecord[] = []
  readonly store: EventStore
  private requestCount = 0
  private hanging = createAbortController()

  /** @param now the clock, in Unix milliseconds */
  constructor(
    private readonly access: Access,
    now: () => number
  ) {
    this.store = new EventStore(now)
  }

  /**
   * @param body the parsed body; `undefined` for anything but JSON
   * @returns the answer; `undefined` where the connection is to be dropped instead
   */
  async answer(token: string, body: unknown): Promise<Response | undefined> {
    const request = { requestId: this.nextRequestId(), ...outline(body) }
    const stub = this.stubs.take()
    if (!(await this.outlast(stub.delay))) return undefined

    const { drop: dropped, status = 200 } = stub
    const rejection = wantsVerdict(stub) ? this.process(token, body, stub) : undefined
    this.requests.push(dropped ? { ...request, dropped } : { ...request, code: rejection?.code, status })

    if (dropped) return undefined
    if (rejection) return Response.json({ ...rejection, request_id: request.requestId, data: {} }, { status })
    return new Response(stub.body, { status, headers: { 'content-type': 'text/html' } })
  }

  reset(): void {
    this.dropHanging()
    this.stubs.clear()
    this.store.clear()
    this.requests.length = 0
  }

  /** Drops the requests whose delay is not over, as if they had never come. */
  dropHanging(): void {
    this.hanging.abort()
    this.hanging = createAbortController()
  }

  private process(token: string, body: unknown, { code = 0, message = 'As the stub says.' }: CheckedStub): Rejection {
    if (code !== 0 && code !== PARTLY_ACCEPTED) return { code, message }

    const request = body as TrackRequest
    const fault = findRequestFault(token, body, this.access) ?? (code === 0 ? findEventFault(request) : undefined)
    if (fault !== undefined) return fault

    this.store.record(code === 0 ? request : { ...request, data: keepGoodEvents(request) })
    return { code, message: code === 0 ? 'OK' : message }
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

/** For any number of listeners: Node.js warns from eleven on. */
function createAbortController(): AbortController {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  return controller
}

function wantsVerdict({ drop, code, status, body }: CheckedStub): boolean {
  return drop !== 'before' && (code !== undefined || (status ?? body) === undefined)
}

/** What can be told even of a request that is refused. */
function outline(body: unknown): Pick<RequestRecord, 'events' | 'testEventCode'> {
  const { data, test_event_code } = Object(body)
  return {
    events: Array.isArray(data) ? data.length : 0,
    testEventCode: typeof test_event_code === 'string' ? test_event_code : undefined
  }
}
