import { setTimeout as wait } from 'node:timers/promises'
import type { EventLine } from '../../sources/lines'
import type { DiagnosisAnswer, Row, SourceOverview, StudioSource } from '../api'
import { Problem } from '../problem'
import type { Counting, EventCollection } from '../sources/event-source'
import type { RowQuery } from '../sources/row-query'
import { createTimeline } from '../sources/timeline'
import type { LiveFeed } from './feed'
import { LiveWindow } from './live-window'

const NAME = 'Live'

/** Milliseconds between questions while somebody watches. */
const MIN_PAUSE = 250
const MAX_PAUSE = 2000

/** Within these limits, a pause is this many times the processor time before it: watching takes a quarter of a core. */
const PAUSE_FACTOR = 3

/** Questions in a row: under load, there is something new each time. */
const MAX_QUESTIONS = 50

const GONE = 'This event is gone: newer ones replaced it.'

export interface LiveOptions {
  id: string
  feed: LiveFeed
  /** The conditions under which the server delivers; they do not change. */
  counting: Counting
  onChange: () => void
}

/** The last events that a server has accepted. It is asked for them only while somebody looks at them. */
export class LiveEvents implements EventCollection {
  readonly isConfidential = true
  private readonly window: LiveWindow
  private cursor = { next: 0, results: 0 }
  private version = 0
  private revision: number
  private asking?: Promise<void>
  private isFollowing = false
  private readonly closing = new AbortController()

  constructor(private readonly options: LiveOptions) {
    const { counting, feed } = options
    this.window = new LiveWindow(NAME, counting, feed.hasResults)
    this.revision = counting.revision
  }

  get source(): StudioSource {
    const { version, revision, window } = this
    const { id, feed } = this.options
    const { events, counts } = window
    const live = { first: events[0]?.number ?? 0, version, hasResults: feed.hasResults }
    const rows = events.length
    return { id, name: NAME, origin: 'live', state: 'ready', bytesRead: 0, bytes: 0, rows, counts, revision, live }
  }

  /** Keeps up with the stream for as long as somebody watches. */
  async follow(isWatched: () => boolean): Promise<void> {
    if (this.isFollowing) return
    this.isFollowing = true
    const { signal } = this.closing
    while (isWatched() && !signal.aborted) {
      const before = process.cpuUsage()
      // The server answers until it ends, and the studio with it.
      await this.catchUp().catch(() => undefined)
      const { user, system } = process.cpuUsage(before)
      const pause = (PAUSE_FACTOR * (user + system)) / 1000
      await wait(Math.min(MAX_PAUSE, Math.max(MIN_PAUSE, pause)), undefined, { signal }).catch(() => undefined)
    }
    this.isFollowing = false
  }

  async page(query: RowQuery, from: number, limit: number): Promise<{ total: number; rows: Row[] }> {
    await this.update()
    const rows = this.window.choose(query)
    return { total: rows.length, rows: rows.slice(from, from + limit) }
  }

  async result(index: number): Promise<Row | undefined> {
    await this.update()
    return this.window.find(index)?.row
  }

  /** Counts anew each time: events come and go. */
  async report(): Promise<Omit<DiagnosisAnswer, 'fields'>> {
    await this.update()
    return { report: (await this.window.diagnose()).report(), isComplete: true }
  }

  async overview(): Promise<SourceOverview> {
    await this.update()
    const { events } = this.window
    const timeline = createTimeline({
      length: events.length,
      timeAt: (index) => events[index].row.time ?? Number.NaN,
      verdictAt: (index) => events[index].row.verdict
    })
    return { timeline, amounts: [] }
  }

  async line(index: number): Promise<EventLine> {
    await this.update()
    const found = this.window.find(index)
    if (found === undefined) throw new Problem(410, GONE)
    return found.line
  }

  async *sample(parts: number, eventsOfEach: number): AsyncGenerator<EventLine> {
    await this.update()
    yield* this.window.events.slice(-parts * eventsOfEach).map(({ line }) => line)
  }

  /** The server goes on with the mappings that it has, whatever is tried in the page. */
  async count({ revision }: Counting): Promise<void> {
    this.revision = revision
    this.options.onChange()
  }

  async close(): Promise<void> {
    this.closing.abort()
    await this.asking?.catch(() => undefined)
  }

  /**
   * Catches up for one request. While somebody watches, that is done anyway: a request is answered with what is known,
   * lest it wait for as long as the server is busy. Each change is told, and asked for again.
   */
  private async update(): Promise<void> {
    const isKnown = this.isFollowing && this.version > 0
    if (!isKnown) await this.catchUp()
  }

  private catchUp(): Promise<void> {
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined
    })
    return this.asking
  }

  private async ask(): Promise<void> {
    for (let asked = 0; asked < MAX_QUESTIONS && !this.closing.signal.aborted; asked++) {
      const changes = await this.options.feed.changesSince(this.cursor)
      this.cursor = changes.cursor
      if (await this.window.apply(changes)) {
        this.version++
        this.options.onChange()
      }
      if (changes.isComplete) return
    }
  }
}
