import type { ChunkResult, Stop } from '../delivery/result'
import { EXIT } from '../errors'
import type { Deliverer, Worker } from '../pool/pool'
import type { Chunk } from '../sources/chunk'
import { totalBytes } from '../sources/files'
import type { InputFile } from '../sources/input-file'
import type { ReportedParts, RunResult } from './result'
import { finishRun } from './result'
import { Settlement } from './settlement'

/** The parts of a run. */
export interface RunParts extends ReportedParts {
  files: readonly InputFile[]
  deliverer: Deliverer
  /** Comes before anything is read, unless the input is finished. An interrupt ends its pauses. @returns why nothing can be sent */
  preflight: (interrupted: AbortSignal) => Promise<string | undefined>
}

/** Hands chunks from the archive to the deliverer, and their results to the settlement. */
export class RunLoop {
  private readonly settlement: Settlement
  /** Results that have not arrived, or failed. Others are let go, as an input may have 100,000 chunks. */
  private readonly unsettled = new Set<Promise<void>>()
  private readonly begin = performance.now()
  private readonly interruption = new AbortController()
  private stopReason?: string

  constructor(private readonly parts: RunParts) {
    this.settlement = new Settlement(parts, (stop) => this.stop(stop))
  }

  async run(): Promise<RunResult> {
    const { checkpoint, archive, files, failedEvents, reporter } = this.parts
    if (checkpoint.isFinished) {
      reporter.notice(
        `This input was finished before (checkpoint: ${checkpoint.path}). Delete that file to send it again.`
      )
      return this.report(true)
    }
    reporter.started(totalBytes(files), () => ({ bytes: archive.bytesRead, tally: this.settlement.tally() }))
    const removeListeners = onInterrupt(() => this.handleInterrupt())
    try {
      const problem = await this.parts.preflight(this.interruption.signal)
      this.stopReason ??= problem
      if (this.stopReason === undefined) {
        await this.prepare()
        await this.deliver()
      }
    } finally {
      removeListeners()
      reporter.stopped()
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

  private async deliver(): Promise<void> {
    const { archive, deliverer, checkpoint } = this.parts
    const chunks = archive.chunks(checkpoint.cursor, (bytes) => deliverer.allocate(bytes))
    try {
      await Promise.all(deliverer.workers.map((worker) => this.feed(worker, chunks)))
    } catch (error) {
      this.stop({ reason: 'internal error', isUnauthorized: false })
      throw error
    } finally {
      await Promise.allSettled(this.unsettled)
      await chunks.return(undefined)
      await this.settlement.saveUnfinished()
    }
    if (this.stopReason === undefined && archive.readErrors.length === 0) await this.settlement.finish()
  }

  /** Hands one chunk after the other to a worker. Workers share the input, so that the network slows the reader down. */
  private async feed(worker: Worker, chunks: AsyncGenerator<Chunk>): Promise<void> {
    const { checkpoint, reporter } = this.parts
    for (;;) {
      await worker.ready()
      // Results are saved before more is read, so that they do not fill the memory.
      await this.settlement.idle
      const { value: chunk, done } = await chunks.next()
      if (done || this.stopReason !== undefined) break
      if (checkpoint.isCompleted(chunk)) continue
      this.track(worker.deliver(chunk, reporter.lastListedLine(chunk.start.file)), chunk)
    }
    await worker.flush()
    await Promise.all(this.unsettled)
  }

  private track(result: Promise<ChunkResult>, chunk: Chunk): void {
    const settled = result.then((each) => this.settlement.add(chunk, each))
    this.unsettled.add(settled)
    // An error stays, and ends the run when the workers are awaited.
    void settled.then(
      () => this.unsettled.delete(settled),
      () => undefined
    )
  }

  private stop({ reason, isUnauthorized }: Stop): void {
    this.stopReason ??= reason
    this.parts.deliverer.interrupt(isUnauthorized)
    this.parts.archive.stop()
  }

  /** The first Ctrl-C finishes the chunks in flight; the second one stops at once. */
  private handleInterrupt(): void {
    if (this.stopReason !== undefined) {
      const canResume = this.parts.checkpoint.path !== undefined
      this.parts.reporter.notice(canResume ? 'Stopped. Run the same command again to resume.' : 'Stopped.')
      process.exit(EXIT.somethingFailed)
    }
    this.stop({ reason: 'interrupted', isUnauthorized: false })
    this.interruption.abort()
    this.parts.reporter.notice('\nFinishing requests in flight. Press Ctrl-C again to stop at once.')
  }

  private report(isAlreadyFinished = false): RunResult {
    const { settlement, stopReason: stopped } = this
    const seconds = (performance.now() - this.begin) / 1000
    return finishRun(this.parts, settlement, { seconds, stopped, isAlreadyFinished })
  }
}

/** Ctrl-C, the end of a service, the end of a terminal, and Ctrl-\\. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** Calls a listener for each signal to end. @returns a function that removes the listener */
function onInterrupt(listener: () => void): () => void {
  for (const signal of SIGNALS) process.on(signal, listener)
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener)
  }
}
