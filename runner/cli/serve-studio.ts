import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { childEnvironment } from '../child-environment'
import { UsageError } from '../errors'
import type { ChangeCursor, RecentChanges, RecentEvents } from '../live/recent-events'
import type { LiveFeed, StudioOptions } from '../studio'

export type ServeStudioSettings = Pick<StudioOptions, 'port' | 'mappings'> & Pick<LiveFeed, 'hasResults' | 'optOut'>

/** Messages to the process of the studio. */
export type ToStudio = { kind: 'start'; settings: ServeStudioSettings } | { kind: 'changes'; changes: RecentChanges }

/** Messages from it. */
export type FromStudio =
  | { kind: 'started'; url: string }
  | { kind: 'failed'; message: string }
  | { kind: 'asked'; cursor: ChangeCursor }

/** A studio that shows what a server accepts. */
export class ServeStudio {
  private isClosed = false

  private constructor(
    /** The address of the page, with the token. */
    readonly url: string,
    private readonly child: ChildProcess
  ) {}

  /**
   * Starts the studio in a process of its own, lest its work delay acknowledgements.
   * @param onEnd called if it ends by itself
   * @throws UsageError if it cannot start
   */
  static async start(settings: ServeStudioSettings, recent: RecentEvents, onEnd: () => void): Promise<ServeStudio> {
    const child = fork(require.resolve('./serve-studio-process'), { env: childEnvironment() })
    const tell = (message: ToStudio) => child.send(message, () => {})
    child.on('error', () => {})
    child.on('message', (message: FromStudio) => {
      if (message.kind === 'asked') tell({ kind: 'changes', changes: recent.changesSince(message.cursor) })
    })
    tell({ kind: 'start', settings })
    const studio = new ServeStudio(await urlOf(child), child)
    child.on('exit', () => {
      if (!studio.isClosed) onEnd()
    })
    return studio
  }

  async close(): Promise<void> {
    this.isClosed = true
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const exited = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    await exited
  }
}

/** @throws UsageError with the reason why there is no address */
function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: FromStudio) => {
      if (message.kind === 'started') resolve(message.url)
      if (message.kind === 'failed') reject(new UsageError(`The studio cannot start: ${message.message}`))
    })
    child.once('exit', () => reject(new UsageError('The studio cannot start.')))
  })
}
