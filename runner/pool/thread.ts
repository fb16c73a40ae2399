import { join } from 'node:path'
import { Piscina } from 'piscina'

/** A pool of one thread: its tasks share what the thread holds, and run side by side. */
export function createThread(): Piscina {
  return new Piscina({
    filename: join(__dirname, 'worker.js'),
    minThreads: 1,
    maxThreads: 1,
    concurrentTasksPerWorker: Number.MAX_SAFE_INTEGER,
    recordTiming: false
  })
}

export function startError(error: unknown): Error {
  return new Error(`No further thread could be started (${(error as Error).message}): use --workers 1.`)
}

/**
 * Resolves when the thread runs. From then on its end fails the tasks that it has; before, nothing would.
 * @throws Error if it ends before
 */
export async function started(thread: Piscina): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    thread.on('error', reject)
    // An error follows at once, if there is one.
    thread.on('workerDestroy', () => setImmediate(reject, new Error('it has ended')))
    thread.run(undefined, { name: 'ready' }).then(resolve, reject)
  }).catch((error) => {
    throw startError(error)
  })
}
