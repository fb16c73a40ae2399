import { setFlagsFromString } from 'node:v8'
import type { DeliveryConfig, Mapping } from './config'
import type { ChunkResult } from './deliver-chunk'
import type { Chunk } from './input'

/** Who delivers: this thread, or others. They alone load the destination, which takes memory and time. */
export interface Crew {
  /**
   * The mappings of a file, or the presets.
   * @throws UsageError for a file that could not be run as it stands
   */
  readMappings(file?: string): Promise<Mapping[]>
  /** Makes ready to deliver. */
  openDesk(config: DeliveryConfig): Desk
  close(): Promise<void>
}

/** Delivers several chunks at a time. */
export interface Desk {
  /** Memory for a chunk that is to be delivered, of so many bytes. */
  allocate(size: number): Buffer
  /** @param listed the last line of which to write down what became of it */
  deliver(chunk: Chunk, listed: number): Promise<ChunkResult>
  /** Ends the waiting for further attempts; with bad credentials, everything. */
  interrupt(isUnauthorized: boolean): void
}

export interface CrewOptions {
  /** Chunks at a time. */
  concurrency: number
  /** Threads; one alone is this thread. */
  workers: number
}

/**
 * By how many percent a heap may grow before it is cleared of what is no longer used. V8 would wait longer, and take
 * more than the 200 MB in which files of any size are to be delivered; several heaps have to be smaller each.
 */
const HEAP_GROWTH = { alone: 150, together: 30 }

export async function hireCrew(options: CrewOptions): Promise<Crew> {
  const isAlone = options.workers === 1
  setFlagsFromString(`--heap-growing-percent=${isAlone ? HEAP_GROWTH.alone : HEAP_GROWTH.together}`)
  if (isAlone) {
    const { LocalCrew } = await import('./local-crew')
    return new LocalCrew()
  }
  const { ThreadCrew } = await import('./thread-crew')
  try {
    return new ThreadCrew(options)
  } catch (error) {
    throw new Error(`No further thread could be started (${(error as Error).message}): use --workers 1.`)
  }
}
