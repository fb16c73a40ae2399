import { signal } from '@preact/signals'
import { askJson, toQuery } from '../client'
import type { Row, RowPage } from '../types'

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

/** Milliseconds without an answer, after which the screen shows that it waits. */
const PATIENCE = 500

/** The rows of one query. Only rows near to the visible ones are held. */
export class RowCache {
  /** Rows that pass the filter; absent until the first answer. */
  readonly total = signal<number>()
  /** Whether only examples of a finding are known. */
  readonly isExamples = signal(false)
  /** Why visible rows could not be loaded. */
  readonly error = signal<string>()
  /** Whether an answer takes long. */
  readonly isWaiting = signal(false)
  /** Grows when rows arrive. */
  private readonly arrivals = signal(0)
  private readonly pages = new Map<number, { rows: Row[]; turn: number }>()
  private readonly requests = new Map<number, AbortController>()
  /** The numbers of the pages that can be seen. */
  private visible = [0]
  /** Pages of an earlier turn are shown, and asked for again. */
  private turn = 0
  private readonly size: number

  constructor(private readonly query: ListQuery) {
    this.size = query.isLive ? LIVE_PAGE : PAGE
    this.loadVisible()
  }

  /** One row, if it is known. */
  at(position: number): Row | undefined {
    this.arrivals.value
    return this.pages.get(Math.floor(position / this.size))?.rows[position % this.size]
  }

  /** Asks for the rows of a range, and aborts the requests for others. */
  show(first: number, last: number): void {
    const [from, to] = [first, last].map((position) => Math.floor(position / this.size))
    this.visible = Array.from({ length: to - from + 1 }, (_, index) => from + index)
    for (const number of this.requests.keys()) if (!this.visible.includes(number)) this.abort(number)
    this.loadVisible()
  }

  /** Asks for the visible rows again: the source has grown, the mappings have changed, or a request has failed. */
  readonly refresh = (): void => {
    this.turn++
    this.error.value = undefined
    this.loadVisible()
  }

  /** Aborts all requests. */
  close(): void {
    for (const number of this.requests.keys()) this.abort(number)
  }

  private loadVisible(): void {
    for (const number of this.visible) {
      const isKnown = this.pages.get(number)?.turn === this.turn
      if (!isKnown && !this.requests.has(number)) void this.load(number)
    }
  }

  private async load(number: number): Promise<void> {
    const request = new AbortController()
    const { turn } = this
    this.requests.set(number, request)
    const timer = setTimeout(() => {
      this.isWaiting.value = true
    }, PATIENCE)
    const page = await this.ask(number, request.signal)
    clearTimeout(timer)
    if (this.requests.get(number) === request) this.requests.delete(number)
    if (this.requests.size === 0) this.isWaiting.value = false
    if (page === undefined) return
    this.keep(number, turn, page)
    // Something changed meanwhile.
    if (turn !== this.turn) this.loadVisible()
  }

  private async ask(number: number, abort: AbortSignal): Promise<RowPage | undefined> {
    const { source, filter, finding, q } = this.query
    const query = toQuery({ from: number * this.size, limit: this.size, filter, finding, q })
    try {
      return await askJson<RowPage>(`sources/${encodeURIComponent(source)}/rows?${query}`, { signal: abort })
    } catch (error) {
      if (!abort.aborted) this.error.value = (error as Error).message
      return undefined
    }
  }

  private abort(number: number): void {
    this.requests.get(number)?.abort()
    this.requests.delete(number)
  }

  private keep(number: number, turn: number, { total, isExamples, rows }: RowPage): void {
    this.total.value = total
    this.isExamples.value = isExamples === true
    this.error.value = undefined
    this.pages.delete(number)
    this.pages.set(number, { rows, turn })
    const [oldest] = this.pages.keys()
    if (this.pages.size > MAX_PAGES) this.pages.delete(oldest)
    this.arrivals.value++
  }
}
