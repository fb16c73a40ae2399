import { limitHeapGrowth } from './heap'
import type { PoolOptions, WorkerPool } from './pool'

/** Loads only the kind of pool that is needed. */
export async function createWorkerPool({ concurrency, workers }: PoolOptions): Promise<WorkerPool> {
  const options = { concurrency, workers: Math.min(workers, concurrency) }
  limitHeapGrowth(options.workers)
  if (options.workers === 1) {
    const { InlinePool } = await import('./inline-pool')
    return new InlinePool(options)
  }
  const { ThreadPool } = await import('./thread-pool')
  return new ThreadPool(options)
}
