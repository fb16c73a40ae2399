import { setImmediate as others } from 'node:timers/promises'
import type { SegmentEvent } from '@segment/actions-core'
import { Diagnosis } from '../../diagnose'
import { NearestTriggers } from '../../explain'
import type { EventLine } from '../../sources/lines'
import type { Route } from '../../transform/match'
import { createRoutes } from '../../transform/match'
import type { Row, VerdictCounts } from '../api'
import type { Counting } from '../sources/event-source'
import { readRows } from '../sources/read-rows'
import type { RowQuery } from '../sources/row-query'
import { countRow, newCounts, passes, searchFor, textsOf } from '../sources/row-query'
import type { NewRow } from '../sources/row-table'
import type { DeliveryResult, LiveChanges } from './feed'
import { outcomeOf } from './live-row'

/** An event, and what is known of it. */
export interface LiveEvent {
  number: number
  line: EventLine
  row: Row
  /** As the rules of the sandbox foresee it. */
  expected: NewRow
}

/** Events that are mapped together: a few milliseconds, after which requests are answered. */
const SLICE = 16

/** The last events of a stream, and their rows. */
export class LiveWindow {
  events: readonly LiveEvent[] = []
  counts: VerdictCounts = newCounts()
  private readonly nearest: NearestTriggers
  private readonly routes: readonly Route[]

  /**
   * @param name the source, in the examples of a diagnosis
   * @param counting the conditions under which the server delivers
   */
  constructor(
    private readonly name: string,
    private readonly counting: Counting,
    private readonly hasResults: boolean
  ) {
    this.nearest = new NearestTriggers(counting.mappings)
    this.routes = createRoutes(counting.mappings)
  }

  /** @returns whether something has changed */
  async apply({ first, added, settled }: LiveChanges): Promise<boolean> {
    const oldest = this.events[0]?.number ?? first
    if (added.length === 0 && settled.length === 0 && oldest >= first) return false
    const results = new Map(settled.map((each) => [each.number, each.results]))
    const kept = this.events.filter(({ number }) => number >= first)
    for (const event of kept) {
      const found = results.get(event.number)
      if (found !== undefined) event.row = this.rowOf(event.number, event.expected, found)
    }
    this.events = [...kept, ...(await this.read(added))]
    this.counts = newCounts()
    for (const { row } of this.events) countRow(this.counts, row)
    return true
  }

  find(index: number): LiveEvent | undefined {
    return this.events.find(({ number }) => number === index)
  }

  choose({ filter, text, rule, lines }: RowQuery): Row[] {
    const hasText = searchFor(text)
    const chosen = this.events.filter(
      ({ row, expected }) =>
        passes(row, filter) &&
        (hasText(row.name) || hasText(textsOf(row))) &&
        (rule === undefined || expected.rules.includes(rule)) &&
        lines?.includes(row.line) !== false
    )
    return chosen.map(({ row }) => row)
  }

  async diagnose(): Promise<Diagnosis> {
    const diagnosis = new Diagnosis(this.counting.mappings, Date.now())
    await this.expect(
      this.events.map(({ line }) => line),
      diagnosis
    )
    return diagnosis
  }

  private async read(added: LiveChanges['added']): Promise<LiveEvent[]> {
    const lines = added.map(({ number, text }): EventLine => {
      return { line: number + 1, event: JSON.parse(text) as SegmentEvent, text, bytes: text.length }
    })
    const rows = await this.expect(lines)
    return added.map(({ number, results }, index) => {
      const expected = rows[index]
      return { number, line: lines[index], expected, row: this.rowOf(number, expected, results) }
    })
  }

  private async expect(lines: readonly EventLine[], diagnosis?: Diagnosis): Promise<NewRow[]> {
    const { settings, optOut } = this.counting
    const delivery = { routes: this.routes, settings, now: Date.now(), optOut }
    const rows: NewRow[] = []
    for (let start = 0; start < lines.length; start += SLICE) {
      rows.push(...readRows(lines.slice(start, start + SLICE), delivery, this.name, this.nearest, diagnosis))
      await others()
    }
    return rows
  }

  private rowOf(index: number, expected: NewRow, results: readonly DeliveryResult[]): Row {
    const { line, time, name } = expected
    return { index, line, time, name, ...outcomeOf(expected, results, this.hasResults) }
  }
}
