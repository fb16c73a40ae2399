import { availableParallelism } from 'node:os'
import type { Sandbox } from '../sandbox'
import { EVENTS_URL } from '../src/reportWebEvent/constants'
import type { TikTokRequest } from '../src/reportWebEvent/types'
import { Checkpoint } from './checkpoint'
import type { DeliveryConfig, Mapping, Place } from './config'
import type { Desk } from './crew'
import { hireCrew } from './crew'
import type { ChunkResult } from './deliver-chunk'
import type { ExitCode } from './exit'
import { EXIT } from './exit'
import { FailedFile } from './failed-file'
import type { Chunk, InputFile, Selection } from './input'
import { findFiles, InputReader, STANDARD_INPUT } from './input'
import { pathsFor } from './paths'
import { livePlace, sandboxPlace } from './place'
import { Progress } from './progress'
import { formatRow, formatSummary } from './summary'
import type { Tally } from './tally'
import { addTally, newTally } from './tally'

/** More threads than these take more memory than most runs are worth; --workers has as many as are wanted. */
const DEFAULT_WORKERS = 2

/** From here on a second thread pays, in bytes. */
const MUCH = 8 * 1024 * 1024

export interface SendOptions {
  sandbox?: boolean
  sandboxPort?: number
  dryRun?: boolean
  mappings?: string
  testEventCode?: string
  concurrency: number
  /** Threads. */
  workers?: number
  rate: number
  maxAttempts: number
  /** Seconds. */
  retryDelay: number
  /** Seconds. */
  timeout: number
  failed?: string
  checkpoint?: string
  /** How many lines to list; Infinity for all. */
  list: number
  json?: boolean
  limit?: number
  /** Unix milliseconds. */
  since?: number
  /** Unix milliseconds. */
  until?: number
}

/** `tiktok-conversions send`: delivers files of events through the mappings that match them. */
export async function send(names: readonly string[], options: SendOptions): Promise<ExitCode> {
  const files = await findFiles(names)
  if (!options.sandbox) return sendTo(placeFor(options), files, options)

  const { startSandbox } = await import('../sandbox')
  const sandbox = await startSandbox()
  try {
    const exitCode = await sendTo(sandboxPlace(sandbox), files, options)
    if (!options.json) printReceived(sandbox)
    return exitCode
  } finally {
    await sandbox.close()
  }
}

async function sendTo(place: Place, files: readonly InputFile[], options: SendOptions): Promise<ExitCode> {
  const { concurrency, workers = workersFor(files, concurrency) } = options
  const { checkpointPath, failedPath } = pathsFor(place, files, options)
  const crew = await hireCrew({ concurrency, workers })
  try {
    const mappings = withTestEventCode(await crew.readMappings(options.mappings), options)
    const checkpoint = await Checkpoint.open(checkpointPath, {
      input: files.map(({ fingerprint }) => fingerprint).join('\n'),
      mappings: JSON.stringify([mappings, options.limit, options.since, options.until]),
      pixel: `${place.kind} ${place.pixelCode}`
    })
    const failedFile = new FailedFile(failedPath, checkpoint.failedBytes)
    const reader = new InputReader(files, await selectionOf(options))
    const desk = crew.openDesk(configFor(place, mappings, options))
    return await new Run(files, reader, desk, checkpoint, failedFile, options).run()
  } finally {
    await crew.close()
  }
}

/** Two cores are used where there is enough to do: a further thread takes half a second to start. */
function workersFor(files: readonly InputFile[], concurrency: number): number {
  const bytes = files.reduce((sum, file) => sum + textBytes(file), 0)
  return bytes > MUCH ? Math.min(availableParallelism(), concurrency, DEFAULT_WORKERS) : 1
}

/** How much there is to read: of standard input nobody knows, and of text gzip leaves about a tenth. */
function textBytes({ path, size, isGzip }: InputFile): number {
  if (path === STANDARD_INPUT) return Infinity
  return isGzip ? 10 * size : size
}

function totalBytes(files: readonly InputFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

function placeFor(options: SendOptions): Place {
  if (options.sandboxPort !== undefined) return sandboxPlace({ port: options.sandboxPort })
  if (!options.dryRun) return livePlace()
  return { kind: 'dry-run', accessToken: 'not-sent', pixelCode: process.env.TIKTOK_PIXEL_CODE || 'YOUR_PIXEL_CODE' }
}

function withTestEventCode(mappings: Mapping[], { testEventCode }: SendOptions): Mapping[] {
  if (testEventCode === undefined) return mappings
  return mappings.map((entry) => ({ ...entry, mapping: { ...entry.mapping, test_event_code: testEventCode } }))
}

function configFor(place: Place, mappings: Mapping[], options: SendOptions): DeliveryConfig {
  const { rate, maxAttempts, retryDelay, timeout, dryRun = false, json = false, list } = options
  return {
    place,
    mappings,
    rate,
    maxAttempts,
    retryDelay: retryDelay * 1000,
    timeout: timeout * 1000,
    showsRequests: dryRun && !json && list > 0
  }
}

/** One run of `send`. */
class Run {
  /** What became of chunks that were not finished. */
  private readonly unfinished = newTally()
  private readonly begin = performance.now()
  private stop?: string
  /** Chunks are finished one after the other, as they share files. */
  private finishing: Promise<void> = Promise.resolve()

  constructor(
    private readonly files: readonly InputFile[],
    private readonly reader: InputReader,
    private readonly desk: Desk,
    private readonly checkpoint: Checkpoint,
    private readonly failedFile: FailedFile,
    private readonly options: SendOptions
  ) {}

  async run(): Promise<ExitCode> {
    const { checkpoint, reader } = this
    if (checkpoint.isFinished) {
      this.say(`This input was finished before, as ${checkpoint.path} says: delete that file to send it again.`)
      return this.report()
    }
    await this.announce()
    const forget = this.listenForInterrupts()
    const progress = new Progress(totalBytes(this.files), () => ({ bytes: reader.bytesRead, tally: this.tally() }))
    try {
      await this.deliverAll()
    } finally {
      progress.stop()
      forget()
      await this.failedFile.close()
    }
    return this.report()
  }

  /** All files are made sure of before anything is sent; with a checkpoint, a crash at any time is known as one. */
  private async announce(): Promise<void> {
    const { isResumed, cursor } = this.checkpoint
    if (isResumed && cursor.file < this.files.length) {
      this.say(`Going on at ${this.files[cursor.file].path}:${cursor.line}, as ${this.checkpoint.path} says.`)
    }
    await this.failedFile.prepare(isResumed)
    await this.checkpoint.save()
  }

  private async deliverAll(): Promise<void> {
    const chunks = this.reader.chunks(this.checkpoint.cursor, (size) => this.desk.allocate(size))
    const lanes = Array.from({ length: this.options.concurrency }, () => this.deliverLane(chunks))
    try {
      await Promise.all(lanes)
    } catch (error) {
      this.interrupt('a fault of this machine')
      throw error
    } finally {
      await Promise.allSettled(lanes)
      await chunks.return(undefined)
    }
    if (this.stop !== undefined || this.reader.damages.length > 0) return
    this.checkpoint.isFinished = true
    await this.checkpoint.save()
  }

  /** Delivers one chunk after the other; several lanes share the input, so that the network holds back the reader. */
  private async deliverLane(chunks: AsyncGenerator<Chunk>): Promise<void> {
    for (let next = await chunks.next(); !next.done && this.stop === undefined; next = await chunks.next()) {
      const chunk = next.value
      if (this.checkpoint.isCompleted(chunk)) continue
      const result = await this.desk.deliver(chunk, this.lastListedLine(chunk))
      this.finishing = this.finishing.then(() => this.finish(chunk, result))
      await this.finishing
    }
  }

  /** What has failed is kept before anything is said to have an end. */
  private async finish(chunk: Chunk, result: ChunkResult): Promise<void> {
    for (const request of result.requests) this.printRequest(request)
    for (const row of result.rows) console.log(formatRow(row))
    if (result.stop !== undefined) {
      addTally(this.unfinished, result.tally)
      this.interrupt(result.stop, result.isUnauthorized)
      return
    }
    this.checkpoint.failedBytes = await this.failedFile.append(result.failures)
    this.checkpoint.complete(chunk, result.tally)
    await this.checkpoint.save()
  }

  private interrupt(reason: string, isUnauthorized = false): void {
    this.stop ??= reason
    this.desk.interrupt(isUnauthorized)
    this.reader.stop()
  }

  /**
   * The first Ctrl-C finishes what is under way; the second one stops at once.
   * @returns what puts things back
   */
  private listenForInterrupts(): () => void {
    const onSignal = () => {
      if (this.stop !== undefined) process.exit(EXIT.somethingFailed)
      this.interrupt('interrupted')
      console.error('\nFinishing what is under way. Press Ctrl-C again to stop at once.')
    }
    for (const signal of SIGNALS) process.on(signal, onSignal)
    return () => {
      for (const signal of SIGNALS) process.off(signal, onSignal)
    }
  }

  private lastListedLine({ start }: Chunk): number {
    return this.options.json || start.file > 0 ? 0 : this.options.list
  }

  private printRequest({ data, ...envelope }: TikTokRequest): void {
    const shown = data.slice(0, this.options.list)
    console.log(`POST ${EVENTS_URL}\n${JSON.stringify({ ...envelope, data: shown }, undefined, 2)}`)
    if (shown.length < data.length) console.log(`… and ${data.length - shown.length} more events in the same request`)
  }

  private tally(): Tally {
    const tally = newTally()
    addTally(tally, this.checkpoint.tally)
    addTally(tally, this.unfinished)
    return tally
  }

  private report(): ExitCode {
    const tally = this.tally()
    const seconds = (performance.now() - this.begin) / 1000
    const { damages } = this.reader
    if (this.options.json) console.log(JSON.stringify({ ...tally, seconds, stopped: this.stop, damages }))
    else {
      if (this.options.list > 0 && tally.read > this.options.list) {
        this.say(`Only the first ${this.options.list} lines are listed; --list all lists every one.`)
      }
      console.log(`\n${formatSummary(tally, this.options.dryRun ? 'would be sent' : 'delivered', seconds)}`)
    }
    for (const damage of damages) this.say(damage)
    if (this.checkpoint.failedBytes > 0) {
      this.say(`Events that failed are in ${this.failedFile.path}: mend them, and send that file.`)
    } else if (tally.refused + tally.gaveUp > 0 && this.failedFile.path === undefined) {
      this.say('Events that failed are kept nowhere: name a file with --failed.')
    }
    if (this.stop !== undefined) this.say(`The run stopped: ${this.stop.replace(/\.$/, '')}.${this.advice()}`)
    const failures = tally.refused + tally.gaveUp + tally.unreadable + damages.length
    return failures > 0 || this.stop !== undefined ? EXIT.somethingFailed : EXIT.allDelivered
  }

  private advice(): string {
    return this.checkpoint.path === undefined ? '' : ' Run the same command again to go on.'
  }

  private say(message: string): void {
    console.error(message)
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

async function selectionOf({ limit, since, until }: SendOptions): Promise<Selection> {
  if (since === undefined && until === undefined) return { limit }
  const { isBetween } = await import('./events')
  return { limit, isChosen: (line) => isBetween(line, since ?? -Infinity, until ?? Infinity) }
}

function printReceived({ accepted, duplicates, requests }: Sandbox): void {
  const names = new Map<string, number>()
  for (const { data } of accepted) names.set(data.event, (names.get(data.event) ?? 0) + 1)
  const received = [...names].map(([name, count]) => `${count} ${name}`).join(', ')
  console.log(
    `\nThe sandbox answered ${requests.length} requests. It accepted ${accepted.length} events` +
      `${received && ` (${received})`} and dropped ${duplicates.length} duplicates.`
  )
}
