import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Access, Verdict } from './judge'
import { findEventFault, findRequestFault, keepGoodEvents } from './judge'
import { Ledger } from './ledger'
import type { CheckedOrder } from './orders'
import { Orders } from './orders'
import type { TrackRequest } from './schema'

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

/** The Events API without HTTP: judges requests, keeps what it accepts, and does as it is ordered. */
export class EventsApi {
  readonly orders = new Orders()
  readonly requests: RequestRecord[] = []
  readonly ledger: Ledger
  private requestCount = 0
  private hanging = createAbortController()

  /** @param now the clock, in Unix milliseconds */
  constructor(
    private readonly access: Access,
    now: () => number
  ) {
    this.ledger = new Ledger(now)
  }

  /**
   * @param body the parsed body; `undefined` for anything but JSON
   * @returns the answer; `undefined` where the connection is to be dropped instead
   */
  async answer(token: string, body: unknown): Promise<Response | undefined> {
    const request = { requestId: this.nextRequestId(), ...outline(body) }
    const order = this.orders.take()
    if (!(await this.outlast(order.delay))) return undefined

    const { drop: dropped, status = 200 } = order
    const verdict = wantsVerdict(order) ? this.process(token, body, order) : undefined
    this.requests.push(dropped ? { ...request, dropped } : { ...request, code: verdict?.code, status })

    if (dropped) return undefined
    if (verdict) return Response.json({ ...verdict, request_id: request.requestId, data: {} }, { status })
    return new Response(order.body, { status, headers: { 'content-type': 'text/html' } })
  }

  reset(): void {
    this.dropHanging()
    this.orders.clear()
    this.ledger.clear()
    this.requests.length = 0
  }

  /** Drops the requests whose delay is not over, as if they had never come. */
  dropHanging(): void {
    this.hanging.abort()
    this.hanging = createAbortController()
  }

  private process(token: string, body: unknown, { code = 0, message = 'As ordered.' }: CheckedOrder): Verdict {
    if (code !== 0 && code !== PARTLY_ACCEPTED) return { code, message }

    const request = body as TrackRequest
    const fault = findRequestFault(token, body, this.access) ?? (code === 0 ? findEventFault(request) : undefined)
    if (fault !== undefined) return fault

    this.ledger.record(code === 0 ? request : { ...request, data: keepGoodEvents(request) })
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

function wantsVerdict({ drop, code, status, body }: CheckedOrder): boolean {
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
