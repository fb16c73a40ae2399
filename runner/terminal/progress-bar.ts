import type { Wait } from '../delivery/batch-deliverer'
import type { Progress } from './progress'
import type { Screen } from './screen'
import { visible } from './text'

/** Time between two updates, in milliseconds. */
const INTERVAL = 200

/** The bar appears when nothing else has been printed for this time, in milliseconds. */
const QUIET_TIME = 1000

/** The longest bar, in columns. */
const MAX_BAR = 40

/**
 * Shows progress in the last line of a terminal. Whoever prints something else hides the line first, so that neither
 * overwrites the other. The line survives another width of the terminal, Ctrl-Z and `fg`. The state of the terminal stays
 * as it is, since a signal can end the process at any time.
 */
export class ProgressBar {
  private readonly timer = setInterval(() => this.show(), INTERVAL).unref()
  private lastPrint = performance.now()
  private isShown = false
  private readonly removeResize: () => void
  private readonly removeSuspend: () => void

  /** @param write prints a line, after hiding this one */
  constructor(
    private readonly progress: Progress,
    private readonly screen: Screen,
    private readonly write: (line: string) => void
  ) {
    this.removeResize = screen.onResize(() => {
      if (this.isShown) this.draw()
    })
    this.removeSuspend = onSuspend(() => this.erase())
  }

  waiting(wait: Wait): void {
    const sentence = this.progress.waiting(wait)
    if (sentence !== undefined) this.write(sentence)
  }

  /** Removes the line, until nothing has been printed for a second. */
  hide(): void {
    this.lastPrint = performance.now()
    this.erase()
  }

  stop(): void {
    clearInterval(this.timer)
    this.removeResize()
    this.removeSuspend()
    this.hide()
  }

  private show(): void {
    this.progress.tick()
    const recovery = this.progress.describeRecovery()
    if (recovery !== undefined) this.write(recovery)
    if (performance.now() - this.lastPrint >= QUIET_TIME) this.draw()
  }

  private draw(): void {
    this.screen.rewrite(this.format())
    this.isShown = true
  }

  private erase(): void {
    if (this.isShown) this.screen.rewrite('')
    this.isShown = false
  }

  /** The bar takes the columns that the words leave. */
  private format(): string {
    const { bytes, totalBytes } = this.progress
    const share = Math.min(1, bytes / totalBytes)
    const words = visible(` ${[`${Math.floor(100 * share)} %`, ...this.words()].join(' | ')}`)
    const room = this.screen.columns - 1
    const size = Math.min(MAX_BAR, room - words.length)
    const filled = Math.round(share * Math.max(0, size))
    const line = size > 0 ? '█'.repeat(filled) + '░'.repeat(size - filled) + words : words.trimStart()
    return line.length > room ? `${line.slice(0, room - 1)}…` : line
  }

  private words(): string[] {
    const wait = this.progress.describeWait()
    if (wait !== undefined) return [wait]
    const { secondsLeft } = this.progress
    const { rate, counts } = this.progress.details()
    return [rate, counts, ...(secondsLeft === undefined ? [] : [`${formatSeconds(secondsLeft)} left`])]
  }
}

function formatSeconds(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes >= 60) return `${Math.floor(minutes / 60)}h${minutes % 60}m`
  return minutes > 0 ? `${minutes}m${seconds % 60}s` : `${seconds}s`
}

/** Calls a listener before Ctrl-Z stops the process. @returns a function that removes the listener */
function onSuspend(listener: () => void): () => void {
  const suspend = () => {
    listener()
    // The system stops a process whose signal has no listener.
    process.off('SIGTSTP', suspend)
    process.kill(process.pid, 'SIGTSTP')
  }
  const resume = () => process.off('SIGTSTP', suspend).on('SIGTSTP', suspend)
  process.on('SIGTSTP', suspend)
  process.on('SIGCONT', resume)
  return () => {
    process.off('SIGTSTP', suspend)
    process.off('SIGCONT', resume)
  }
}
