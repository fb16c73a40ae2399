import { BroadcastChannel, workerData } from 'node:worker_threads'
import type { DeliveryConfig } from './config'
import type { ChunkResult } from './deliver-chunk'
import { UsageError } from './exit'
import { LocalDesk } from './local-crew'
import { chooseMappings } from './mappings'
import type { MappingsAnswer, Task, WorkerData } from './thread-crew'

// Piscina hands its own data to a worker as well.
const { channel } = readWorkerData()
let desk: LocalDesk | undefined

const interruptions = new BroadcastChannel(channel)
interruptions.onmessage = ({ data }) => desk?.interrupt(data as boolean)
interruptions.unref()

/** A task of the pool. */
export default function deliver({ config, gate, chunk, listed }: Task): Promise<ChunkResult> {
  desk ??= new LocalDesk(JSON.parse(config) as DeliveryConfig, gate)
  return desk.deliver(chunk, listed)
}

/** A task of the pool. */
export function answerMappings(file?: string): MappingsAnswer {
  try {
    return { mappings: chooseMappings(file) }
  } catch (error) {
    if (error instanceof UsageError) return { problem: error.message }
    throw error
  }
}

function readWorkerData(): WorkerData {
  return (Array.isArray(workerData) ? workerData[1] : workerData) as WorkerData
}
