import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { childEnvironment } from '../../child-environment'
import { storeReason } from '../store/store-error'
import type { DestinationSettings } from './destinations'
import type { ClaimReport, DelivererListener, EventOutcome } from './report'

/** Everything that the process of a deliverer gets to know. It goes through a channel that other users cannot read. */
export interface DelivererSettings {
  /** A `postgres://` URL, else the path of a SQLite file. */
  store: string
  /** The schema of a PostgreSQL database. */
  schema?: string
  destinations: readonly DestinationSettings[]
  leaseMs?: number
  /** Whether events that no mapping matches become dead letters, for a day. */
  keepsUnmatched?: boolean
  /** Milliseconds without a sign of life after which the process counts as hung, and is ended. @defaultValue the lease, and ten seconds at least */
  hangMs?: number
  /** Whether it reports the result of each event. */
  isWatched?: boolean
}

/** Messages to the process of the deliverers. */
export type ToDeliverer =
  | { kind: 'start'; settings: DelivererSettings }
  | { kind: 'destinations'; destinations: readonly DestinationSettings[] }

/** Messages from it. */
export type DelivererMessage =
  | { kind: 'started' }
  | { kind: 'alive' }
  | { kind: 'claimed'; destination: string; report: ClaimReport }
  | { kind: 'stopped'; destination: string; problem?: string }
  | { kind: 'storeFailed'; destination: string; code: string }
  | { kind: 'storeRecovered'; destination: string }
  | { kind: 'settled'; outcomes: readonly EventOutcome[] }

/** Milliseconds between signs of life, and between looks at them. */
export const ALIVE_INTERVAL = 500

/** Milliseconds. Nothing that is built takes as long; a hung process blocks nothing but its own events until then. */
const MIN_HANG_TIME = 10_000
const LEASE = 60_000

/** Milliseconds before a process that ended by itself is replaced. */
const RESTART_DELAY = 1000

/** Variables that the driver of PostgreSQL and requests to TikTok read. Settings, with the token, come as a message. */
const NEEDED = /^(?:PG\w+|(?:https?|no|all)_proxy)$/i

const NOT_RUNNING = 'The deliverer is not running.'
const HUNG = 'The deliverer hung, and was ended.'

export interface SupervisorOptions {
  listenerOf: (destination: string) => DelivererListener
  settled?: (outcomes: readonly EventOutcome[]) => void
  /** Handles the first error of the store, by its code, and its end, without one. */
  storeChanged?: (code?: string) => void
}

/** Runs deliverers in a process of their own, and replaces it when it ends by itself. */
export class DelivererSupervisor {
  /** The reason why nothing is delivered. */
  private stopReason?: string = NOT_RUNNING
  /** The reasons why nothing is delivered to a destination, and the errors of the store there. */
  private readonly stopReasons = new Map<string, string>()
  private readonly storeErrors = new Map<string, string>()
  /** Whether the store failed when it was last reported on. The end of a process does not change that. */
  private isStoreAway = false
  private child?: ChildProcess
  private restart?: NodeJS.Timeout
  private isStopped = false

  constructor(
    private settings: DelivererSettings,
    private readonly options: SupervisorOptions
  ) {
    this.start()
  }

  /** The reason why nothing is delivered to any destination, or why the store fails. */
  get problem(): string | undefined {
    const [error] = this.storeErrors.values()
    const isAnyServed = this.settings.destinations.some(({ name }) => !this.stopReasons.has(name))
    return this.stopReason ?? error ?? (isAnyServed ? undefined : this.stopped.join(' '))
  }

  /** The reasons why nothing is delivered to some destinations. */
  get stopped(): string[] {
    return [...this.stopReasons.values()]
  }

  /** Takes other destinations over, without losing a request. */
  replace(destinations: readonly DestinationSettings[]): void {
    this.settings = { ...this.settings, destinations }
    const isGone = (name: string) => destinations.every((each) => each.name !== name)
    for (const name of this.stopReasons.keys()) if (isGone(name)) this.stopReasons.delete(name)
    for (const name of this.storeErrors.keys()) if (isGone(name)) this.storeErrors.delete(name)
    this.tell({ kind: 'destinations', destinations })
  }

  /** Resolves when the requests under way are finished and their results are stored. */
  async stop(): Promise<void> {
    this.isStopped = true
    clearTimeout(this.restart)
    const { child } = this
    if (child === undefined) return
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
  }

  private start(): void {
    const child = fork(require.resolve('./process'), { env: childEnvironment(NEEDED) })
    this.child = child
    const endWatch = this.watch(child)
    child.on('message', (message: DelivererMessage) => this.hear(message))
    child.on('error', () => {})
    child.on('exit', () => {
      endWatch()
      this.child = undefined
      this.stopReason = NOT_RUNNING
      this.stopReasons.clear()
      this.storeErrors.clear()
      if (this.isStopped) return
      this.reportStop(NOT_RUNNING)
      this.restart = setTimeout(() => this.start(), RESTART_DELAY)
    })
    this.tell({ kind: 'start', settings: this.settings })
  }

  /** Ends a process that hangs. Looks are counted, as this process may have been stopped together with it. */
  private watch(child: ChildProcess): () => void {
    const { leaseMs = LEASE, hangMs = Math.max(leaseMs, MIN_HANG_TIME) } = this.settings
    // A busy machine may take long to start it.
    let silence = Number.NEGATIVE_INFINITY
    child.on('message', () => {
      silence = 0
    })
    const timer = setInterval(() => {
      silence += ALIVE_INTERVAL
      if (silence <= hangMs) return
      this.reportStop(HUNG)
      child.kill('SIGKILL')
      clearInterval(timer)
    }, ALIVE_INTERVAL)
    return () => clearInterval(timer)
  }

  private tell(message: ToDeliverer): void {
    this.child?.send(message, () => {})
  }

  /** Every destination is concerned. */
  private reportStop(reason?: string): void {
    for (const { name } of this.settings.destinations) this.options.listenerOf(name).stopped(reason)
  }

  private hear(message: DelivererMessage): void {
    if (message.kind === 'alive') return
    if (message.kind === 'settled') this.options.settled?.(message.outcomes)
    else if (message.kind === 'started') {
      this.stopReason = undefined
      this.reportStop()
    } else this.hearOf(message.destination, message)
  }

  private hearOf(name: string, message: DelivererMessage): void {
    const listener = this.options.listenerOf(name)
    if (message.kind === 'claimed') {
      this.noteStore(name)
      listener.claimed(message.report)
    } else if (message.kind === 'storeRecovered') this.noteStore(name)
    else if (message.kind === 'storeFailed') {
      this.noteStore(name, message.code)
      listener.storeFailed(message.code)
    } else if (message.kind === 'stopped') {
      if (message.problem === undefined) this.stopReasons.delete(name)
      else this.stopReasons.set(name, this.isOnly ? message.problem : `${name}: ${message.problem}`)
      listener.stopped(message.problem)
    }
  }

  /** All destinations share the store, and each of them reports each of its errors. */
  private noteStore(name: string, code?: string): void {
    if (code === undefined) this.storeErrors.delete(name)
    else this.storeErrors.set(name, `The store fails while delivering (${storeReason({ code })}).`)
    const isAway = this.storeErrors.size > 0
    if (isAway === this.isStoreAway) return
    this.isStoreAway = isAway
    this.options.storeChanged?.(code)
  }

  private get isOnly(): boolean {
    return this.settings.destinations.length === 1
  }
}
