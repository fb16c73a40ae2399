import { BroadcastChannel, workerData } from 'node:worker_threads'
import type { DeliveryConfig } from '../delivery/config'
import { chooseMappings } from '../delivery/mappings'
import type { ChunkResult } from '../delivery/result'
import { UsageError } from '../errors'
import { InlineDeliverer } from './inline-pool'
import type { MappingsAnswer, Task, WorkerData } from './thread-pool'

const { channel } = readWorkerData()
let deliverer: InlineDeliverer | undefined

const interruptions = new BroadcastChannel(channel)
interruptions.onmessage = ({ data }) => deliverer?.interrupt(data as boolean)
interruptions.unref()

/** A task of the pool: delivers a chunk. */
export default function deliver({ config, rateLimiter, chunk, lastListedLine }: Task): Promise<ChunkResult> {
  deliverer ??= new InlineDeliverer(JSON.parse(config) as DeliveryConfig, rateLimiter)
  return deliverer.deliver(chunk, lastListedLine)
}

/** A task of the pool: reads mappings. */
export function answerMappings(file?: string): MappingsAnswer {
  try {
    return { mappings: chooseMappings(file) }
  } catch (error) {
    if (error instanceof UsageError) return { problem: error.message }
    throw error
  }
}

/** Piscina hands its own data to a worker as well. */
function readWorkerData(): WorkerData {
  return (Array.isArray(workerData) ? workerData[1] : workerData) as WorkerData
}
