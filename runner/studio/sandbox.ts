import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import { EVENTS_URL } from '../../src/reportWebEvent/constants'
import { START } from '../cursor'
import { sandboxEndpoint } from '../delivery/endpoint'
import type { ResultRow } from '../delivery/result'
import type { Mapping } from '../mappings/mapping'
import { InlineWorker } from '../pool/inline-pool'
import type { EventLine } from '../sources/lines'
import type { RequestList, SandboxRequest } from './api'
import { Problem } from './problem'
import { RequestHistory } from './requests'

const TRACK_PATH = new URL(EVENTS_URL).pathname

/** A person waits for the answer: few attempts, and short pauses. Times are in milliseconds. */
const LIMITS = { rate: 1000, maxAttempts: 3, retryDelay: 200, timeout: 10_000 }

const CAPACITY = { batches: 1, weight: 64 * 1024 * 1024 }

/** The local TikTok of the studio, which keeps its requests to be looked at. */
export class StudioSandbox {
  private constructor(
    private readonly sandbox: Sandbox,
    private readonly history: RequestHistory,
    private readonly onChange: () => void
  ) {}

  /** @param onChange called for each request, and when they are forgotten */
  static async start(onChange: () => void): Promise<StudioSandbox> {
    const history = new RequestHistory()
    const sandbox = await startSandbox({
      keep: 0,
      onRequest: (record, text) => {
        history.add(record, text, Date.now())
        onChange()
      }
    })
    return new StudioSandbox(sandbox, history, onChange)
  }

  get pixelCode(): string {
    return this.sandbox.pixelCode
  }

  get total(): number {
    return this.history.total
  }

  /** @param isShown whether bodies have their values */
  list(isShown: boolean): RequestList {
    const { url, port } = this.sandbox
    return { url, port, requests: this.history.list(isShown), total: this.total }
  }

  /** Delivers an event as `send` does. @returns the result for each of its mappings */
  async deliver({ event, mapping }: Pick<EventLine, 'event' | 'mapping'>, mappings: Mapping[]): Promise<ResultRow[]> {
    const worker = new InlineWorker(
      { ...LIMITS, endpoint: sandboxEndpoint(this.sandbox), mappings, keepsRequests: false },
      CAPACITY,
      { waiting: () => undefined }
    )
    // An event that failed in an earlier run goes through the mapping that it failed with.
    const value = mapping === undefined ? event : { event, mapping, error: {} }
    const chunk = { path: 'event', start: START, end: START, bytes: Buffer.from(JSON.stringify(value)), tooLong: [] }
    await worker.ready()
    const result = worker.deliver(chunk, Infinity)
    await worker.flush()
    return (await result).rows
  }

  /** Sends the body of an earlier request again. @throws Problem if it is not kept */
  async replay(id: string): Promise<SandboxRequest> {
    const { url, accessToken } = this.sandbox
    const body = this.history.textOf(id)
    if (body === undefined) throw new Problem(404, 'The body of this request is not kept.')
    const headers = { 'access-token': accessToken, 'content-type': 'application/json' }
    // A stub may drop the connection, which the record shows.
    await fetch(`${url}${TRACK_PATH}`, { method: 'POST', headers, body }).catch(() => undefined)
    return this.history.list(false)[0]
  }

  /** @throws Problem that names the key that is not valid */
  stub(stub: object): void {
    try {
      this.sandbox.stub(stub)
    } catch (error) {
      throw new Problem(400, (error as Error).message)
    }
  }

  clearStubs(): void {
    this.sandbox.clearStubs()
  }

  reset(): void {
    this.sandbox.reset()
    this.history.clear()
    this.onChange()
  }

  close(): Promise<void> {
    return this.sandbox.close()
  }
}
