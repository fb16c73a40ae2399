import { parentPort } from 'node:worker_threads'
import type { ChunkResult } from '../delivery/result'
import { keepYoungGeneration } from '../heap'
import { InlineWorker } from './inline-pool'
import type { Task, WorkerSettings } from './thread-pool'

/** The worker of this thread, whose tasks are below. */
let worker: InlineWorker | undefined

/** Comes before all other tasks, apart from those that ask whether the thread runs. */
export function begin({ config, capacity, rateLimiter }: WorkerSettings): void {
  // The start of a thread sets the limit back, for the whole process.
  keepYoungGeneration()
  const listener = { waiting: (wait: object) => parentPort?.postMessage(wait) }
  worker = new InlineWorker(config, capacity, listener, rateLimiter)
}

export default function deliver({ chunk, lastListedLine }: Task): Promise<ChunkResult> | undefined {
  return worker?.deliver(chunk, lastListedLine)
}

export async function ready(): Promise<void> {
  await worker?.ready()
}

export async function flush(): Promise<void> {
  await worker?.flush()
}

export function interrupt(isUnauthorized: boolean): void {
  worker?.interrupt(isUnauthorized)
}
