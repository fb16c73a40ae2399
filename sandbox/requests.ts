import type { Keep } from './recent-list'
import { RecentList } from './recent-list'

const MAX_BODIES = 100
const MAX_BODY_BYTES = 64 * 1024

/** A request and its answer. */
export interface RequestRecord {
  /** TikTok's `request_id`. */
  requestId: string
  /** The number of its events, valid or not. */
  events: number
  testEventCode?: string
  /** The return code of the answer; absent if it had none. */
  code?: number
  /** The HTTP status of the answer; absent if the connection was dropped. */
  status?: number
  /** The message of the answer, if the code is not 0. */
  message?: string
  /** Keys that TikTok does not document, such as `data.0.properties.colour: Unknown key.`; absent if there are none. */
  warnings?: string[]
  /** Whether the connection was dropped before or after the request was processed. */
  dropped?: 'before' | 'after'
  /**
   * The body as it was sent, up to 64 kB of it, if the code is not 0. The last 100 are kept. It can hold personal
   * values, so the property is not enumerable: `console.log`, `JSON.stringify` and Jest's differences leave it out.
   */
  readonly body?: string
}

/** Counts the requests, and keeps the newest records and rejected bodies. */
export class RequestLog {
  readonly records: RecentList<RequestRecord>
  private readonly withBody: RequestRecord[] = []
  private count = 0
  private rejectedCount = 0

  constructor(keep: Keep) {
    this.records = new RecentList(keep)
  }

  /** @param body the text of the request */
  add(record: RequestRecord, body: string): void {
    this.count += 1
    if (isRejected(record)) {
      this.rejectedCount += 1
      this.attachBody(record, body)
    }
    this.records.add([record])
  }

  /** Counts of all requests since the last reset, kept or not. */
  get totals(): { requests: number; rejected: number } {
    return { requests: this.count, rejected: this.rejectedCount }
  }

  clear(): void {
    this.records.clear()
    this.withBody.length = 0
    this.count = 0
    this.rejectedCount = 0
  }

  private attachBody(record: RequestRecord, body: string): void {
    Object.defineProperty(record, 'body', { value: cut(body), configurable: true })
    this.withBody.push(record)
    for (const old of this.withBody.splice(0, this.withBody.length - MAX_BODIES)) Reflect.deleteProperty(old, 'body')
  }
}

function isRejected({ code }: RequestRecord): boolean {
  return code !== undefined && code !== 0
}

/** Copies the text: a slice of it would keep the whole request in memory. */
function cut(text: string): string {
  const bytes = Buffer.from(text.slice(0, MAX_BODY_BYTES)).subarray(0, MAX_BODY_BYTES)
  return new TextDecoder().decode(bytes, { stream: true })
}
