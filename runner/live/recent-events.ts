import type { EventOutcome, MappingResult } from './deliver/report'
import type { NewEvent } from './store/store'

/** Watches events on their way. Requests wait for it: its methods have to return at once. */
export interface EventWatcher {
  /** @param events that the store has, and that are acknowledged now. Some may be repeats, which the store has dropped */
  accepted(events: readonly NewEvent[]): void
  /** Hears of events whose results the store has, if this process delivers. An event is heard of with each attempt. */
  settled(outcomes: readonly EventOutcome[]): void
}

export interface RecentEvent {
  /** It grows by 1 with each event. */
  number: number
  /** JSON text. */
  text: string
  /** The results so far, one for each mapping that there is one of. */
  results: readonly MappingResult[]
}

/** A place in the stream of changes. */
export interface ChangeCursor {
  /** The number of the next event. */
  next: number
  /** The number of results that were heard of. */
  results: number
}

/** The changes since a cursor. */
export interface RecentChanges {
  /** The number of the oldest event that is kept. */
  first: number
  /** New events, the oldest first. Where there are many, the rest comes with the next question. */
  added: readonly RecentEvent[]
  /** Results of earlier events. */
  settled: readonly Omit<RecentEvent, 'text'>[]
  cursor: ChangeCursor
  isComplete: boolean
}

interface RecentEntry extends RecentEvent {
  key: string
  /** The number of results that had been heard of when it last changed. */
  changed: number
}

export interface RecentLimits {
  /** @defaultValue 1000 */
  events?: number
  /** Characters of all their texts. @defaultValue 8 Mi */
  length?: number
}

/** Characters of one answer: a longer one would take the process that gives it several milliseconds. */
const MAX_ANSWER = 256 * 1024

/** The last events that were acknowledged, and their results. To note an event takes about a microsecond. */
export class RecentEvents implements EventWatcher {
  private readonly maxEvents: number
  private readonly maxLength: number
  /** Each event at its number modulo the limit. */
  private readonly ring: RecentEntry[] = []
  private readonly byKey = new Map<string, RecentEntry>()
  /** Results of events that are not known: a deliverer may be quicker than an acknowledgement. */
  private early = new Map<string, readonly MappingResult[]>()
  /** Those before: the oldest are forgotten together. */
  private earlier = this.early
  private first = 0
  private next = 0
  private length = 0
  private results = 0

  constructor({ events = 1000, length = 8 * 1024 * 1024 }: RecentLimits = {}) {
    this.maxEvents = events
    this.maxLength = length
  }

  accepted(events: readonly NewEvent[]): void {
    for (const event of events) {
      const key = keyOf(event)
      if (!this.byKey.has(key)) this.add(key, event.event)
    }
  }

  settled(outcomes: readonly EventOutcome[]): void {
    for (const outcome of outcomes) {
      const key = keyOf(outcome)
      const entry = this.byKey.get(key)
      if (entry === undefined) this.keepEarly(key, outcome.results)
      else {
        this.results++
        entry.results = merge(entry.results, outcome.results)
        entry.changed = this.results
      }
    }
  }

  changesSince({ next, results }: ChangeCursor): RecentChanges {
    const start = Math.max(this.first, next)
    let end = start
    for (let length = 0; end < this.next && length < MAX_ANSWER; end++) length += this.at(end).text.length
    const added = this.entries(start, end).map(({ number, text, results }) => ({ number, text, results }))
    const settled = this.entries(this.first, start)
      .filter(({ changed }) => changed > results)
      .map(({ number, results }) => ({ number, results }))
    const cursor = { next: end, results: this.results }
    return { first: this.first, added, settled, cursor, isComplete: end === this.next }
  }

  private add(key: string, text: string): void {
    const entry = { key, number: this.next, text, results: this.earlyResults(key), changed: this.results }
    while (this.next - this.first >= this.maxEvents || this.length + text.length > this.maxLength) {
      if (this.first === this.next) break
      this.forgetFirst()
    }
    this.ring[this.next % this.maxEvents] = entry
    this.byKey.set(key, entry)
    this.length += text.length
    this.next++
  }

  private forgetFirst(): void {
    const { key, text } = this.at(this.first)
    this.byKey.delete(key)
    this.length -= text.length
    this.first++
  }

  private keepEarly(key: string, results: readonly MappingResult[]): void {
    this.early.set(key, merge(this.earlyResults(key), results))
    if (this.early.size < this.maxEvents) return
    this.earlier = this.early
    this.early = new Map()
  }

  private earlyResults(key: string): readonly MappingResult[] {
    return this.early.get(key) ?? this.earlier.get(key) ?? []
  }

  private at(number: number): RecentEntry {
    return this.ring[number % this.maxEvents]
  }

  private entries(start: number, end: number): RecentEntry[] {
    return Array.from({ length: Math.max(0, end - start) }, (_, index) => this.at(start + index))
  }
}

function keyOf({ source, messageId }: { source: string; messageId: string }): string {
  return `${source}\n${messageId}`
}

/** The later result of a mapping takes the place of the earlier one. */
function merge(before: readonly MappingResult[], after: readonly MappingResult[]): MappingResult[] {
  const isReplaced = (name: string) => after.some(({ mapping }) => mapping === name)
  return [...before.filter(({ mapping }) => !isReplaced(mapping)), ...after]
}
