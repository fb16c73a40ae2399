import type { Mapping } from './delivery/config'
import { explainNoMatch } from './delivery/no-match'
import type { ChunkResult, FailedLine, Stop } from './delivery/result'
import type { Tally } from './delivery/tally'
import { addTally, newTally } from './delivery/tally'
import type { ExitCode } from './errors'
import { EXIT } from './errors'
import { onInterrupt } from './interrupts'
import type { Deliverer, Lane } from './pool/pool'
import type { Reporter } from './reports/reporter'
import type { Archive } from './sources/archive'
import type { Chunk } from './sources/chunk'
import type { InputFile } from './sources/files'
import { totalBytes } from './sources/files'
import type { Checkpoint } from './state/checkpoint'
import type { FailedEvents } from './state/failed-events'

/** The parts of a run. */
export interface RunParts {
  files: readonly InputFile[]
  archive: Archive
  deliverer: Deliverer
  mappings: readonly Mapping[]
  checkpoint: Checkpoint
  failedEvents: FailedEvents
  reporter: Reporter
  /** Comes before anything is read, unless the input is finished. @returns why nothing can be sent */
  preflight: () => Promise<string | undefined>
}

/** Hands chunks from the archive to the deliverer, and saves each result before the chunk counts as settled. */
export class RunLoop {
  /** Results of chunks that are not settled. */
  private readonly unfinished = newTally()
  /** Failed events of chunks that are not settled. A run that resumes removes them, and delivers their chunks again. */
  private readonly failuresOfUnfinished: FailedLine[] = []
  /** Results that have not arrived. */
  private readonly unsettled = new Set<Promise<void>>()
  /** Some names of events without a matching mapping. */
  private readonly unmatchedNames = new Set<string>()
  private readonly begin = performance.now()
  private stopReason?: string
  /** Chunks are settled one after the other, as they share files. */
  private settling: Promise<void> = Promise.resolve()

  constructor(private readonly parts: RunParts) {}

  async run(): Promise<ExitCode> {
    const { checkpoint, archive, files, failedEvents, reporter } = this.parts
    if (checkpoint.isFinished) {
      reporter.notice(
        `This input was finished before (checkpoint: ${checkpoint.path}). Delete that file to send it again.`
      )
      return this.report(true)
    }
    this.stopReason = await this.parts.preflight()
    if (this.stopReason !== undefined) return this.report()

    await this.prepare()
    const removeListeners = onInterrupt(() => this.handleInterrupt())
    reporter.started(totalBytes(files), () => ({ bytes: archive.bytesRead, tally: this.tally() }))
    try {
      await this.deliverAll()
    } finally {
      reporter.stopped()
      removeListeners()
      await failedEvents.close()
    }
    return this.report()
  }

  /** Checks that all files can be written before anything is sent; from then on a crash at any time can be resumed. */
  private async prepare(): Promise<void> {
    const { checkpoint, files, failedEvents, reporter } = this.parts
    const { isResumed, cursor } = checkpoint
    if (isResumed && cursor.file < files.length) {
      reporter.notice(`Resuming at ${files[cursor.file].path}:${cursor.line} (checkpoint: ${checkpoint.path}).`)
    }
    await failedEvents.prepare(isResumed)
    await checkpoint.save()
  }

  private async deliverAll(): Promise<void> {
    const { archive, deliverer, checkpoint } = this.parts
    const chunks = archive.chunks(checkpoint.cursor, (bytes) => deliverer.allocate(bytes))
    try {
      await Promise.all(deliverer.lanes.map((lane) => this.feed(lane, chunks)))
    } catch (error) {
      this.stop({ reason: 'a fault of this machine', isUnauthorized: false })
      throw error
    } finally {
      await Promise.allSettled(this.unsettled)
      await chunks.return(undefined)
      await this.saveFailuresOfUnfinished()
    }
    if (this.stopReason !== undefined || archive.readErrors.length > 0) return
    checkpoint.isFinished = true
    await this.saveCheckpoint()
  }

  private async saveFailuresOfUnfinished(): Promise<void> {
    try {
      await this.parts.failedEvents.append(this.failuresOfUnfinished)
    } catch (error) {
      this.failuresOfUnfinished.length = 0
      this.stop(stopFor(error))
    }
  }

  /** Hands one chunk after the other to a lane. Lanes share the input, so that the network slows the reader down. */
  private async feed(lane: Lane, chunks: AsyncGenerator<Chunk>): Promise<void> {
    const { checkpoint, reporter } = this.parts
    const results: Promise<void>[] = []
    for (;;) {
      await lane.ready()
      // Results are saved before more is read, so that they do not fill the memory.
      await this.settling
      const { value: chunk, done } = await chunks.next()
      if (done || this.stopReason !== undefined) break
      if (checkpoint.isCompleted(chunk)) continue
      results.push(this.track(lane.deliver(chunk, reporter.lastListedLine(chunk.start.file)), chunk))
    }
    await lane.flush()
    await Promise.all(results)
  }

  private track(result: Promise<ChunkResult>, chunk: Chunk): Promise<void> {
    const settled = result.then((each) => {
      this.settling = this.settling.then(() => this.settle(chunk, each))
      return this.settling
    })
    this.unsettled.add(settled)
    // An error ends the run where the lane awaits it.
    void settled.catch(() => undefined).then(() => this.unsettled.delete(settled))
    return settled
  }

  /** Failed events are saved before their chunk counts as settled. */
  private async settle(chunk: Chunk, result: ChunkResult): Promise<void> {
    const { checkpoint, failedEvents, reporter } = this.parts
    reporter.chunkFinished(result)
    for (const name of result.unmatchedNames) this.unmatchedNames.add(name)
    if (result.stop !== undefined) return this.abandon(result, result.stop)
    try {
      checkpoint.failedBytes = await failedEvents.append(result.failures)
    } catch (error) {
      return this.abandon(result, stopFor(error))
    }
    checkpoint.complete(chunk, result.tally)
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

  private stop({ reason, isUnauthorized }: Stop): void {
    this.stopReason ??= reason
    this.parts.deliverer.interrupt(isUnauthorized)
    this.parts.archive.stop()
  }

  /** The first Ctrl-C finishes the chunks in flight; the second one stops at once. */
  private handleInterrupt(): void {
    if (this.stopReason !== undefined) process.exit(EXIT.somethingFailed)
    this.stop({ reason: 'interrupted', isUnauthorized: false })
    this.parts.reporter.notice('\nFinishing requests in flight. Press Ctrl-C again to stop at once.')
  }

  private tally(): Tally {
    const tally = newTally()
    addTally(tally, this.parts.checkpoint.tally)
    addTally(tally, this.unfinished)
    return tally
  }

  private report(isAlreadyFinished = false): ExitCode {
    const { archive, checkpoint, failedEvents, mappings, reporter } = this.parts
    const { readErrors } = archive
    const tally = this.tally()
    const hasFailures = checkpoint.failedBytes > 0 || this.failuresOfUnfinished.length > 0
    const hasNoMatch = tally.unmatched > 0 && tally.unmatched === tally.read
    reporter.finished({
      tally,
      isAlreadyFinished,
      seconds: (performance.now() - this.begin) / 1000,
      readErrors,
      stopped: this.stopReason,
      canResume: checkpoint.path !== undefined,
      failedFile: hasFailures ? failedEvents.path : undefined,
      noMatch: hasNoMatch ? explainNoMatch([...this.unmatchedNames], mappings) : undefined,
      savesFailedEvents: failedEvents.path !== undefined
    })
    const failures = tally.rejected + tally.gaveUp + tally.unreadable + readErrors.length
    return failures > 0 || hasNoMatch || this.stopReason !== undefined ? EXIT.somethingFailed : EXIT.allDelivered
  }
}

function stopFor(error: unknown): Stop {
  return { reason: (error as Error).message, isUnauthorized: false }
}
