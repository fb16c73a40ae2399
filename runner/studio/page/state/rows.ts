import { signal } from '@preact/signals'
import { askJson, toQuery } from '../client'
import type { Row, RowPage } from '../types'
import { announce } from './notice'

/** The rows that are asked for. */
export interface ListQuery {
  source: string
  filter: string
  finding: string
  q: string
  /** A live list is short and moves: its rows are asked for together. */
  isLive: boolean
}

/** Rows of one answer. */
const PAGE = 100
const LIVE_PAGE = 1000

/** Pages that are kept: the last ones. */
const MAX_PAGES = 20

/** The rows of one query, of which only those near to the visible ones are held. */
export class RowCache {
  /** Rows that pass the filter; absent until the first answer. */
  readonly total = signal<number>()
  /** Whether only examples of a finding are known. */
  readonly isExamples = signal(false)
  /** Grows when rows arrive. */
  private readonly arrivals = signal(0)
  private readonly pages = new Map<number, { rows: Row[]; turn: number }>()
  private readonly asked = new Set<number>()
  /** Pages of an earlier turn are shown, and asked for again. */
  private turn = 0
  private readonly size: number

  constructor(private readonly query: ListQuery) {
    this.size = query.isLive ? LIVE_PAGE : PAGE
    void this.load(0)
  }

  /** One row, which is asked for if it is not known. */
  at(position: number): Row | undefined {
    this.arrivals.value
    const number = Math.floor(position / this.size)
    const page = this.pages.get(number)
    if (page?.turn !== this.turn) void this.load(number)
    return page?.rows[position % this.size]
  }

  /** Asks for the visible rows again, because the source has grown, or the mappings have changed. */
  refresh(): void {
    this.turn++
    this.arrivals.value++
    void this.load(0)
  }

  private async load(number: number): Promise<void> {
    if (this.asked.has(number)) return
    this.asked.add(number)
    const { turn } = this
    this.keep(number, turn, await this.ask(number))
    this.asked.delete(number)
    this.arrivals.value++
    // Something changed meanwhile.
    if (number === 0 && turn !== this.turn) void this.load(0)
  }

  private async ask(number: number): Promise<Row[]> {
    const { source, filter, finding, q } = this.query
    const query = toQuery({ from: number * this.size, limit: this.size, filter, finding, q })
    try {
      const page = await askJson<RowPage>(`sources/${encodeURIComponent(source)}/rows?${query}`)
      this.total.value = page.total
      this.isExamples.value = page.isExamples === true
      return page.rows
    } catch (error) {
      announce((error as Error).message, 'failed')
      return []
    }
  }

  private keep(number: number, turn: number, rows: Row[]): void {
    this.pages.delete(number)
    this.pages.set(number, { rows, turn })
    const [oldest] = this.pages.keys()
    if (this.pages.size > MAX_PAGES) this.pages.delete(oldest)
  }
}
