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

interface ChunkOutcome {
  chunk: Chunk
  result: ChunkResult
}

/** Saves the result of each chunk: first its failed events, then the checkpoint. Only then the chunk is settled. */
export class Settlement {
  /** Some names of events unmatched. */
  readonly unmatchedNames = new Set<string>()
  /** Results of chunks that are not settled. */
  private readonly unfinished = newTally()
  /** Failed events of chunks that are not settled. A run that resumes removes them, and delivers their chunks again. */
  private readonly failuresOfUnfinished: FailedLine[] = []
  /** Results that are not saved. */
  private readonly waiting: ChunkOutcome[] = []
  /** Results are saved one after the other, as they share files. */
  private queue: Promise<void> = Promise.resolve()

  /** @param stop ends the run in order where the disk takes no more */
  constructor(
    private readonly parts: SettlementParts,
    private readonly stop: (stop: Stop) => void
  ) {}

  /** Resolves when all results so far are saved. */
  get idle(): Promise<void> {
    return this.queue
  }

  /** Resolves when the result is saved. One request settles several chunks, which are saved together. */
  add(chunk: Chunk, result: ChunkResult): Promise<void> {
    this.waiting.push({ chunk, result })
    this.queue = this.queue.then(() => this.settle(this.waiting.splice(0)))
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

  private async settle(outcomes: readonly ChunkOutcome[]): Promise<void> {
    const { checkpoint, failedEvents, reporter } = this.parts
    for (const { chunk, result } of outcomes) {
      reporter.chunkFinished(result, chunk.path)
      for (const name of result.unmatchedNames) this.unmatchedNames.add(name)
      if (result.stop !== undefined) this.abandon(result, result.stop)
    }
    const finished = outcomes.filter(({ result }) => result.stop === undefined)
    if (finished.length === 0) return
    try {
      checkpoint.failedBytes = await failedEvents.append(finished.flatMap(({ result }) => result.failures))
    } catch (error) {
      for (const { result } of finished) this.abandon(result, stopFor(error))
      return
    }
    for (const { chunk, result } of finished) checkpoint.complete(chunk, result.tally)
    await this.saveCheckpoint()
  }

  /** Counts what was settled of a chunk that is not. */
  private abandon(result: ChunkResult, stop: Stop): void {
    addTally(this.unfinished, result.tally)
    this.failuresOfUnfinished.push(...result.failures)
    this.stop(stop)
  }

  /** Where the disk does not take it, the run ends in order, and its report counts what was delivered. */
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
