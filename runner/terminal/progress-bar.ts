import type { Options, Params } from 'cli-progress'
import { Format, Presets, SingleBar } from 'cli-progress'
import type { Wait } from '../delivery/listener'
import type { Progress } from './progress'
import type { Screen } from './screen'
import { visible } from './text'

/** Time between two updates, in milliseconds. */
const INTERVAL = 200

/** The bar appears when nothing else has been printed for this time, in milliseconds. */
const QUIET_TIME = 1000

/** Columns of `^C`, which terminals print behind the line. It must not wrap. */
const ECHO = 2

/** The longest bar, in columns. */
const MAX_BAR = 40

/**
 * Shows progress in the last line of a terminal. Whoever prints something else hides the line first, so that neither
 * overwrites the other.
 */
export class ProgressBar {
  private readonly bar: SingleBar
  private readonly timer = setInterval(() => this.show(), INTERVAL).unref()
  private lastPrint = performance.now()
  private isShown = false

  /** @param write prints a line, after hiding this one */
  constructor(
    private readonly progress: Progress,
    private readonly screen: Screen,
    private readonly write: (line: string) => void
  ) {
    const format = (options: Options, { progress }: Params) => this.format(options, progress)
    // The bar leaves the state of the terminal as it is, since a signal can end the process at any time.
    const safe: Options = { linewrap: true, gracefulExit: false, clearOnComplete: true }
    this.bar = new SingleBar({ ...safe, format, barsize: MAX_BAR }, Presets.shades_classic)
  }

  waiting(wait: Wait): void {
    const sentence = this.progress.waiting(wait)
    if (sentence !== undefined) this.write(sentence)
  }

  /** Removes the line, until nothing has been printed for a second. */
  hide(): void {
    this.lastPrint = performance.now()
    if (this.isShown) this.bar.stop()
    this.isShown = false
  }

  stop(): void {
    clearInterval(this.timer)
    this.hide()
  }

  private show(): void {
    this.progress.tick()
    const recovery = this.progress.describeRecovery()
    if (recovery !== undefined) this.write(recovery)
    if (performance.now() - this.lastPrint < QUIET_TIME) return
    const { bytes, totalBytes } = this.progress
    if (this.isShown) this.bar.update(bytes)
    else this.bar.start(totalBytes, bytes)
    this.isShown = true
  }

  /** The bar takes the columns that the words leave. */
  private format(options: Options, share: number): string {
    const words = visible(` ${[`${Math.floor(100 * share)} %`, ...this.words(options)].join(' | ')}`)
    const room = this.screen.columns - ECHO - 1
    const barsize = Math.min(MAX_BAR, room - words.length)
    const line = barsize > 0 ? Format.BarFormat(share, { ...options, barsize }) + words : words.trimStart()
    return line.length > room ? `${line.slice(0, room - 1)}…` : line
  }

  private words(options: Options): string[] {
    const wait = this.progress.describeWait()
    if (wait !== undefined) return [wait]
    const { secondsLeft } = this.progress
    const { rate, counts } = this.progress.details()
    const left = secondsLeft === undefined ? [] : [`${Format.TimeFormat(secondsLeft, options, 1)} left`]
    return [rate, counts, ...left]
  }
}
