import { parentPort } from 'node:worker_threads'
import type { DeliveryConfig } from '../delivery/config'
import type { ChunkResult } from '../delivery/result'
import { InlineLane } from './inline-pool'
import type { Task } from './thread-pool'

/** Tasks of a thread of the pool. The thread holds one lane, from its first chunk on. */
let lane: InlineLane | undefined
let isInterrupted = false
let isUnauthorized = false

export default function deliver({ config, capacity, rateLimiter, chunk, lastListedLine }: Task): Promise<ChunkResult> {
  lane ??= createLane(JSON.parse(config) as DeliveryConfig, capacity, rateLimiter)
  return lane.deliver(chunk, lastListedLine)
}

export async function ready(): Promise<void> {
  await lane?.ready()
}

export async function flush(): Promise<void> {
  await lane?.flush()
}

/** A thread may be interrupted before its first chunk arrives. */
export function interrupt(byUnauthorized: boolean): void {
  isInterrupted = true
  isUnauthorized ||= byUnauthorized
  lane?.interrupt(byUnauthorized)
}

function createLane(config: DeliveryConfig, capacity: Task['capacity'], rateLimiter: SharedArrayBuffer): InlineLane {
  const listener = { waiting: (wait: object) => parentPort?.postMessage(wait) }
  const created = new InlineLane(config, capacity, listener, rateLimiter)
  if (isInterrupted) created.interrupt(isUnauthorized)
  return created
}
