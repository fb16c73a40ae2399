import { join } from 'node:path'
import { BroadcastChannel } from 'node:worker_threads'
import type { DeliveryConfig } from './config'
import type { ChunkResult } from './deliver-chunk'
import { ChunkDeliverer, Unauthorized } from './deliver-chunk'
import { Gate } from './gate'
import type { Chunk } from './input'

/** What delivers chunks: several at a time, in this thread or in others. */
export interface Crew {
  deliver(chunk: Chunk, listed: number): Promise<ChunkResult>
  /** Ends the waiting for further attempts; with bad credentials, everything. */
  interrupt(isUnauthorized: boolean): void
  close(): Promise<void>
}

export interface CrewOptions {
  config: DeliveryConfig
  /** Requests a second. */
  rate: number
  /** Chunks at a time. */
  concurrency: number
  /** Threads. */
  workers: number
}

/** What a worker thread is given. */
export interface WorkerData {
  config: DeliveryConfig
  rate: number
  gate: SharedArrayBuffer
  /** The name of the channel on which interruptions are called out. */
  channel: string
}

/** Threads cost memory, and a second to start: one alone is this thread. */
export async function hireCrew(options: CrewOptions): Promise<Crew> {
  return options.workers > 1 ? hireThreads(options) : new DeliveryDesk(options.config, options.rate)
}

/** Delivers several chunks at a time in this thread. */
export class DeliveryDesk implements Crew {
  private readonly idle: ChunkDeliverer[] = []
  private readonly interruption = new AbortController()
  private readonly gate: Gate

  constructor(
    private readonly config: DeliveryConfig,
    rate: number,
    sharedGate?: SharedArrayBuffer
  ) {
    this.gate = new Gate(rate, config.retryDelay, sharedGate)
  }

  async deliver(chunk: Chunk, listed: number): Promise<ChunkResult> {
    if (this.gate.isInterrupted && !this.interruption.signal.aborted) this.interrupt(false)
    const deliverer = this.idle.pop() ?? new ChunkDeliverer(this.config, this.gate, this.interruption.signal)
    try {
      return await deliverer.deliver(chunk, listed)
    } finally {
      this.idle.push(deliverer)
    }
  }

  interrupt(isUnauthorized: boolean): void {
    this.gate.interrupt()
    this.interruption.abort(isUnauthorized ? new Unauthorized() : undefined)
  }

  async close(): Promise<void> {}
}

async function hireThreads({ config, rate, concurrency, workers }: CrewOptions): Promise<Crew> {
  const { Piscina } = await import('piscina')
  const channelName = `tiktok-conversions ${process.pid}`
  const channel = new BroadcastChannel(channelName)
  const gate = new Gate(rate, config.retryDelay)
  const workerData: WorkerData = { config, rate, gate: gate.shared, channel: channelName }
  const pool = new Piscina({
    filename: join(__dirname, 'worker.js'),
    workerData,
    minThreads: workers,
    maxThreads: workers,
    concurrentTasksPerWorker: Math.ceil(concurrency / workers)
  })
  return {
    deliver: (chunk, listed) => pool.run({ chunk, listed }),
    interrupt: (isUnauthorized) => {
      gate.interrupt()
      channel.postMessage(isUnauthorized)
    },
    close: async () => {
      channel.close()
      await pool.destroy()
    }
  }
}
