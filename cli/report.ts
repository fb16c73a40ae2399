import type { SegmentEvent } from '@segment/actions-core'
import type { Subscription } from './subscriptions'

/** Prints what became of each event, without a personal value, and counts. */
export class Report {
  private events = 0
  private successes = 0
  private failures = 0
  private unwantedEvents = 0
  private unreadableLines = 0

  /** @param success what a success is called */
  constructor(private readonly success: string) {}

  get hasFailures(): boolean {
    return this.failures + this.unreadableLines > 0
  }

  unreadable(line: number, problem: string): void {
    this.unreadableLines++
    console.log(`line ${line}  ${problem}`)
  }

  unwanted(line: number, event: SegmentEvent): void {
    this.events++
    this.unwantedEvents++
    console.log(row(line, nameOf(event), '–', '–', 'no preset wants it'))
  }

  sent(line: number, event: SegmentEvent, { name, mapping }: Subscription, failure: string | undefined): void {
    this.events++
    if (failure === undefined) this.successes++
    else this.failures++
    console.log(row(line, nameOf(event), name, String(mapping.event), failure ?? this.success))
  }

  total(): void {
    const unreadable = this.unreadableLines > 0 ? `, ${this.unreadableLines} lines unreadable` : ''
    console.log(
      `\n${this.events} events: ${this.successes} ${this.success}, ${this.failures} failed, ` +
        `${this.unwantedEvents} not wanted by any preset${unreadable}`
    )
  }
}

function row(line: number, name: string, preset: string, tiktokEvent: string, verdict: string): string {
  return `line ${String(line).padEnd(4)} ${name.padEnd(25)} ${preset.padEnd(17)} ${tiktokEvent.padEnd(17)} ${verdict}`
}

/** The name of a track call, else the kind of call; what a terminal would take for a command is left out. */
function nameOf({ type, event }: SegmentEvent): string {
  const name = type === 'track' ? event : type
  return String(name ?? 'no type').replace(/\p{C}/gu, '')
}
