import { limitHeapGrowth } from './heap'
import type { PoolOptions, WorkerPool } from './pool'

/** Loads only the kind of pool that is needed. */
export async function createWorkerPool(options: PoolOptions): Promise<WorkerPool> {
  limitHeapGrowth(options.workers)
  if (options.workers === 1) {
    const { InlinePool } = await import('./inline-pool')
    return new InlinePool(options)
  }
  const { ThreadPool } = await import('./thread-pool')
  try {
    return new ThreadPool(options)
  } catch (error) {
    throw new Error(`No further thread could be started (${(error as Error).message}): use --workers 1.`)
  }
}
