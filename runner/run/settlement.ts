import type { ChunkResult, FailedLine, Stop } from '../delivery/result'
import type { Tally } from '../delivery/tally'
import { addTally, newTally } from '../delivery/tally'
import type { Chunk } from '../sources/chunk'
import type { Checkpoint } from '../state/checkpoint'
import type { FailedEvents } from '../state/failed-events'
import type { Reporter } from '../terminal/reporter'

interface SettlementParts {
  checkpoint: Checkpoint
  failedEvents: FailedEvents
  reporter: Reporter
}

/** Saves the result of each chunk: first its failed events, then the checkpoint. Only then the chunk is settled. */
export class Settlement {
  /** Some names of events unmatched. */
  readonly unmatchedNames = new Set<string>()
  /** Results of chunks that are not settled. */
  private readonly unfinished = newTally()
  /** Failed events of chunks that are not settled. A run that resumes removes them, and delivers their chunks again. */
  private readonly failuresOfUnfinished: FailedLine[] = []
  /** Results that are not saved yet. */
  private waiting: { chunk: Chunk; result: ChunkResult }[] = []
  /** Chunks are settled one after the other, as they share files. */
  private queue: Promise<void> = Promise.resolve()

  /** @param stop ends the run in order if the disk is full */
  constructor(
    private readonly parts: SettlementParts,
    private readonly stop: (stop: Stop) => void
  ) {}

  /** Resolves when all results so far are saved. */
  get idle(): Promise<void> {
    return this.queue
  }

  /** Resolves when the result is saved. */
  add(chunk: Chunk, result: ChunkResult): Promise<void> {
    this.waiting.push({ chunk, result })
    this.queue = this.queue.then(() => this.settleWaiting())
    return this.queue
  }

  /** Saves the failed events of chunks that are not settled, for people who do not resume. */
  async saveUnfinished(): Promise<void> {
    try {
      await this.parts.failedEvents.append(this.failuresOfUnfinished)
    } catch (error) {
      this.failuresOfUnfinished.length = 0
      this.stop(stopFor(error))
    }
  }

  /** Notes that the whole input is settled. */
  async finish(): Promise<void> {
    this.parts.checkpoint.isFinished = true
    await this.saveCheckpoint()
  }

  /** The results of all chunks, settled or not. */
  tally(): Tally {
    const tally = newTally()
    addTally(tally, this.parts.checkpoint.tally)
    addTally(tally, this.unfinished)
    return tally
  }

  get hasFailures(): boolean {
    return this.parts.checkpoint.failedBytes > 0 || this.failuresOfUnfinished.length > 0
  }

  /** Chunks that came while others were saved share one write of the checkpoint: an input may have 100,000 files. */
  private async settleWaiting(): Promise<void> {
    const { waiting } = this
    if (waiting.length === 0) return
    this.waiting = []
    for (const { chunk, result } of waiting) await this.settle(chunk, result)
    await this.saveCheckpoint()
  }

  private async settle(chunk: Chunk, result: ChunkResult): Promise<void> {
    const { checkpoint, failedEvents, reporter } = this.parts
    reporter.chunkFinished(result, chunk.path)
    for (const name of result.unmatchedNames) this.unmatchedNames.add(name)
    if (result.stop !== undefined) return this.abandon(result, result.stop)
    try {
      checkpoint.failedBytes = await failedEvents.append(result.failures)
    } catch (error) {
      return this.abandon(result, stopFor(error))
    }
    checkpoint.complete(chunk, result.tally)
  }

  /** Counts what was settled of a chunk that is not. */
  private abandon(result: ChunkResult, stop: Stop): void {
    addTally(this.unfinished, result.tally)
    this.failuresOfUnfinished.push(...result.failures)
    this.stop(stop)
  }

  /** If it cannot be written, the run ends in order, and its report counts what was delivered. */
  private async saveCheckpoint(): Promise<void> {
    try {
      await this.parts.checkpoint.save()
    } catch (error) {
      this.stop(stopFor(error))
    }
  }
}

function stopFor(error: unknown): Stop {
  return { reason: (error as Error).message, isUnauthorized: false }
}
