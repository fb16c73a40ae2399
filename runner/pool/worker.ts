import { parentPort } from 'node:worker_threads'
import type { DeliveryConfig } from '../delivery/config'
import type { ChunkResult } from '../delivery/result'
import { InlineWorker } from './inline-pool'
import type { Task } from './thread-pool'

/** Tasks of a thread of the pool. The thread holds one worker, from its first chunk on. */
let worker: InlineWorker | undefined
let isInterrupted = false
let isUnauthorized = false

export default function deliver({ config, capacity, rateLimiter, chunk, lastListedLine }: Task): Promise<ChunkResult> {
  worker ??= createWorker(JSON.parse(config) as DeliveryConfig, capacity, rateLimiter)
  return worker.deliver(chunk, lastListedLine)
}

export async function ready(): Promise<void> {
  await worker?.ready()
}

export async function flush(): Promise<void> {
  await worker?.flush()
}

/** A thread may be interrupted before its first chunk arrives. */
export function interrupt(byUnauthorized: boolean): void {
  isInterrupted = true
  isUnauthorized ||= byUnauthorized
  worker?.interrupt(byUnauthorized)
}

function createWorker(
  config: DeliveryConfig,
  capacity: Task['capacity'],
  rateLimiter: SharedArrayBuffer
): InlineWorker {
  const listener = { waiting: (wait: object) => parentPort?.postMessage(wait) }
  const created = new InlineWorker(config, capacity, listener, rateLimiter)
  if (isInterrupted) created.interrupt(isUnauthorized)
  return created
}
