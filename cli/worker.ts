import { BroadcastChannel, workerData } from 'node:worker_threads'
import type { WorkerData } from './crew'
import { DeliveryDesk } from './crew'
import type { ChunkResult } from './deliver-chunk'
import type { Chunk } from './input'

// Piscina hands its own data to a worker as well.
const { config, rate, gate, channel } = readWorkerData()
const desk = new DeliveryDesk(config, rate, gate)

const interruptions = new BroadcastChannel(channel)
interruptions.onmessage = ({ data }) => desk.interrupt(data as boolean)
interruptions.unref()

/** A task of the pool. */
export default function deliver({ chunk, listed }: { chunk: Chunk; listed: number }): Promise<ChunkResult> {
  return desk.deliver(chunk, listed)
}

function readWorkerData(): WorkerData {
  return (Array.isArray(workerData) ? workerData[1] : workerData) as WorkerData
}
