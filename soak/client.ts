import { setMaxListeners } from 'node:events'
import { Analytics } from '@segment/analytics-node'
import type { CreateEvent } from '../bench/generate'
import { WRITE_KEY } from './serve'

/** Events at a time, and milliseconds between them. */
const EVENTS = 3
const INTERVAL = 10

/** Batches that the library may try again at a time before Node.js warns of a leak. */
const RETRIES = 1000

/** The real client of Segment, which sends a few events every few milliseconds, and knows which were acknowledged. */
export class SteadyClient {
  readonly sent = new Set<string>()
  readonly acknowledged = new Set<string>()
  private readonly analytics: Analytics
  private readonly timer: NodeJS.Timeout

  constructor(url: string, createEvent: CreateEvent) {
    setMaxListeners(RETRIES)
    this.analytics = new Analytics({ writeKey: WRITE_KEY, host: url, path: '/v1/batch', flushInterval: 100 })
    // Reported for each batch that it gives up: its events were not acknowledged.
    this.analytics.on('error', () => {})
    this.timer = setInterval(() => {
      for (let count = 0; count < EVENTS; count++) this.send(createEvent(this.sent.size))
    }, INTERVAL)
  }

  /** Stops sending; resolves when each event is acknowledged or has failed. */
  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.analytics.closeAndFlush({ timeout: 600_000 })
  }

  private send({ event, userId, context, properties }: ReturnType<CreateEvent>): void {
    const messageId = `soak-${this.sent.size}`
    this.sent.add(messageId)
    const track = { event, userId, context, properties, messageId } as Parameters<Analytics['track']>[0]
    this.analytics.track(track, (error) => {
      if (error === undefined) this.acknowledged.add(messageId)
    })
  }
}
