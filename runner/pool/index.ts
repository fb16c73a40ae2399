import { setFlagsFromString } from 'node:v8'
import type { PoolOptions, WorkerPool } from './pool'

/**
 * By how many percent a heap may grow before it is collected. V8 would wait longer, and take more than the 200 MB in
 * which files of any size are to be delivered. Several heaps have to be smaller each.
 */
const HEAP_GROWTH = { one: 150, several: 30 }

/** Loads only the kind of pool that is needed. */
export async function createWorkerPool(options: PoolOptions): Promise<WorkerPool> {
  const isInline = options.workers === 1
  setFlagsFromString(`--heap-growing-percent=${isInline ? HEAP_GROWTH.one : HEAP_GROWTH.several}`)
  if (isInline) {
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
