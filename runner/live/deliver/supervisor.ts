import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { childEnvironment } from '../../child-environment'
import type { DeliveryConfig } from '../../delivery/config'
import type { ClaimReport, DelivererListener, EventOutcome } from './report'

/** Everything that the process of a deliverer is told. It goes through a channel that other users cannot read. */
export interface DelivererSettings {
  /** A `postgres://` URL, else the path of a SQLite file. */
  store: string
  /** The schema of a PostgreSQL database. */
  schema?: string
  delivery: DeliveryConfig
  /** Requests at a time. */
  concurrency: number
  leaseMs?: number
  /** Milliseconds without a sign of life after which the process counts as hung, and is ended. @defaultValue one minute */
  hangMs?: number
  /** Whether it tells the result of each event. */
  isWatched?: boolean
}

export type DelivererMessage =
  | { kind: 'started' }
  | { kind: 'alive' }
  | { kind: 'claimed'; report: ClaimReport }
  | { kind: 'stopped'; problem?: string }
  | { kind: 'storeFailed'; code: string }
  | { kind: 'storeRecovered' }
  | { kind: 'settled'; outcomes: readonly EventOutcome[] }

/** Milliseconds between signs of life, and between looks at them. */
export const ALIVE_INTERVAL = 500

const HANG_TIME = 60_000

/** Milliseconds before a process that ended by itself is replaced. */
const RESTART_DELAY = 1000

/** Variables that the driver of PostgreSQL and requests to TikTok read. Settings, with the token, come as a message. */
const NEEDED = /^(?:PG\w+|(?:https?|no|all)_proxy)$/i

const NOT_RUNNING = 'The deliverer is not running.'
const HUNG = 'The deliverer hung, and was ended.'

/** Runs a deliverer in a process of its own, and replaces it when it ends by itself. */
export class DelivererSupervisor {
  private stopReason?: string = NOT_RUNNING
  private storeError?: string
  private child?: ChildProcess
  private restart?: NodeJS.Timeout
  private isStopped = false

  constructor(
    private readonly settings: DelivererSettings,
    private readonly listener: DelivererListener
  ) {
    this.start()
  }

  /** The reason why nothing is delivered. */
  get problem(): string | undefined {
    return this.stopReason ?? this.storeError
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
      this.storeError = undefined
      if (this.isStopped) return
      this.listener.stopped(NOT_RUNNING)
      this.restart = setTimeout(() => this.start(), RESTART_DELAY)
    })
    child.send(this.settings, () => {})
  }

  /** Ends a process that hangs. Looks are counted, as this process may have been stopped together with it. */
  private watch(child: ChildProcess): () => void {
    const { hangMs = HANG_TIME } = this.settings
    let silence = 0
    child.on('message', () => {
      silence = 0
    })
    const timer = setInterval(() => {
      silence += ALIVE_INTERVAL
      if (silence <= hangMs) return
      this.listener.stopped(HUNG)
      child.kill('SIGKILL')
      clearInterval(timer)
    }, ALIVE_INTERVAL)
    return () => clearInterval(timer)
  }

  private hear(message: DelivererMessage): void {
    const { listener } = this
    if (message.kind === 'claimed') listener.claimed(message.report)
    else if (message.kind === 'settled') listener.settled?.(message.outcomes)
    else if (message.kind === 'storeFailed') {
      this.storeError = `The store fails while delivering (${message.code}).`
      listener.storeFailed(message.code)
    } else if (message.kind === 'storeRecovered') this.storeError = undefined
    else if (message.kind !== 'alive') {
      this.stopReason = message.kind === 'stopped' ? message.problem : undefined
      listener.stopped(this.stopReason)
    }
  }
}
