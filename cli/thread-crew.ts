import { join } from 'node:path'
import { BroadcastChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { DeliveryConfig, Mapping } from './config'
import type { Crew, CrewOptions, Desk } from './crew'
import { UsageError } from './exit'
import { Gate } from './gate'
import type { Chunk } from './input'
import { CHUNK_CAPACITY } from './input'

/** What a thread is given when it starts. */
export interface WorkerData {
  /** The name of the channel on which interruptions are called out. */
  channel: string
}

/** What a thread is asked to deliver. */
export interface Task {
  /** As JSON, which is faster to hand over. All tasks have the same one. */
  config: string
  gate: SharedArrayBuffer
  chunk: Chunk
  listed: number
}

/** The answer of a thread that was asked for mappings. An error would lose its class on the way. */
export type MappingsAnswer = { mappings: Mapping[] } | { problem: string }

/** For new objects, of each thread. Twice as much would make delivery a little faster. */
const YOUNG_MEGABYTES = 6

/** Several other threads. This one, which reads the input, does not load the destination. */
export class ThreadCrew implements Crew {
  private readonly channel: BroadcastChannel
  private readonly pool: Piscina

  constructor({ concurrency, workers }: CrewOptions) {
    const channel = `tiktok-conversions ${process.pid}`
    this.channel = new BroadcastChannel(channel)
    // Nobody answers on it: it is no reason to go on.
    this.channel.unref()
    const workerData: WorkerData = { channel }
    this.pool = new Piscina({
      filename: join(__dirname, 'worker.js'),
      workerData,
      minThreads: workers,
      maxThreads: workers,
      concurrentTasksPerWorker: Math.ceil(concurrency / workers),
      recordTiming: false,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES }
    })
  }

  async readMappings(file?: string): Promise<Mapping[]> {
    const answer: MappingsAnswer = await this.pool.run(file, { name: 'answerMappings' })
    if ('problem' in answer) throw new UsageError(answer.problem)
    return answer.mappings
  }

  openDesk(config: DeliveryConfig): Desk {
    const { channel, pool } = this
    const gate = new Gate(config.rate, config.retryDelay)
    const text = JSON.stringify(config)
    // What all threads share need not be copied; what is used again leaves nothing to be cleared away.
    const spare: ArrayBufferLike[] = []
    return {
      allocate: (size) => Buffer.from(spare.pop() ?? new SharedArrayBuffer(CHUNK_CAPACITY), 0, size),
      deliver: async (chunk, listed) => {
        const task: Task = { config: text, gate: gate.shared, chunk, listed }
        try {
          return await pool.run(task)
        } finally {
          spare.push(chunk.bytes.buffer)
        }
      },
      interrupt: (isUnauthorized) => {
        gate.interrupt()
        channel.postMessage(isUnauthorized)
      }
    }
  }

  async close(): Promise<void> {
    this.channel.close()
    await this.pool.destroy()
  }
}
