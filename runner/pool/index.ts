import { limitHeapGrowth } from '../heap'
import type { PoolOptions, WorkerPool } from './pool'

/** Loads only the kind of pool that is needed. @param files number of files of the input */
export async function createWorkerPool({ concurrency, workers }: PoolOptions, files: number): Promise<WorkerPool> {
  const options = { concurrency, workers: Math.min(workers, concurrency) }
  limitHeapGrowth(options.workers, files)
  if (options.workers === 1) {
    const { InlinePool } = await import('./inline-pool')
    return new InlinePool(options)
  }
  const { ThreadPool } = await import('./thread-pool')
  return new ThreadPool(options)
}
