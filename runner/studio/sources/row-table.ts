import { RULES } from '../../diagnose/rules'
import type { Row, SourceOverview, VerdictCounts } from '../api'
import { Column } from './column'
import { Dictionary } from './dictionary'
import type { RowOutcome, RowQuery } from './row-query'
import { countRow, newCounts, passes, searchFor, textsOf } from './row-query'
import { createTimeline } from './timeline'

/** A row to be added, as the rules foresee it. */
export interface NewRow extends RowOutcome {
  line: number
  time?: number
  name: string
  /** IDs of the rules of the diagnosis that note something about it. */
  rules: readonly string[]
  /** Of the requests that it becomes. */
  amounts?: readonly RequestAmount[]
}

/** The value of a request. */
export interface RequestAmount {
  currency: string
  value: number
}

/** Each of these has a bit in the column of rules. */
const NOTING_RULES = RULES.filter(({ note }) => note !== undefined).map(({ id }) => id)

const MAX_NAMES = 50_000
const MAX_OUTCOMES = 20_000

/** The facts about all rows of a source: about 28 bytes a row. The events stay on the disk. */
export class RowTable {
  readonly counts: VerdictCounts = newCounts()
  private readonly lines = new Column(Uint32Array)
  private readonly times = new Column(Float64Array)
  private readonly nameIds = new Column(Uint32Array)
  private readonly outcomeIds = new Column(Uint32Array)
  private readonly rules = new Column(Uint32Array)
  private readonly names = new Dictionary<string>(MAX_NAMES, () => '(other names)')
  private readonly outcomes = new Dictionary<RowOutcome>(MAX_OUTCOMES, withoutReasons)
  private readonly amounts = new Map<string, { events: number; sum: number }>()
  private selection?: RowSelection

  get length(): number {
    return this.lines.length
  }

  push({ line, time, name, rules, verdict, reason, mappings, amounts = [] }: NewRow): void {
    this.lines.push(line)
    this.times.push(time ?? Number.NaN)
    this.nameIds.push(this.names.idOf(name))
    this.outcomeIds.push(this.outcomes.idOf({ verdict, reason, mappings }))
    this.rules.push(rules.reduce((bits, rule) => bits | bitOf(rule), 0) >>> 0)
    countRow(this.counts, { verdict, mappings })
    for (const { currency, value } of amounts) {
      const { events, sum } = this.amounts.get(currency) ?? { events: 0, sum: 0 }
      this.amounts.set(currency, { events: events + 1, sum: sum + value })
    }
  }

  overview(): SourceOverview {
    const amounts = [...this.amounts].map(([currency, amount]) => ({ currency, ...amount }))
    const timeline = createTimeline({
      length: this.length,
      timeAt: (index) => this.times.at(index),
      verdictAt: (index) => this.outcomes.values[this.outcomeIds.at(index)].verdict
    })
    return { timeline, amounts: amounts.sort((one, other) => other.events - one.events) }
  }

  /** The rows of a choice, from a position among them on. */
  page(query: RowQuery, from: number, limit: number): { total: number; rows: Row[] } {
    const { found } = this.select(query)
    const end = Math.min(from + limit, found.length)
    const rows = Array.from({ length: Math.max(0, end - from) }, (_, index) => this.row(found.at(from + index)))
    return { total: found.length, rows }
  }

  private row(index: number): Row {
    const time = this.times.at(index)
    return {
      index,
      line: this.lines.at(index),
      time: Number.isNaN(time) ? undefined : time,
      name: this.names.values[this.nameIds.at(index)],
      ...this.outcomes.values[this.outcomeIds.at(index)]
    }
  }

  /** The last choice is kept: whoever scrolls asks for it again and again. It grows with the table. */
  private select(query: RowQuery): RowSelection {
    const key = JSON.stringify(query)
    if (this.selection?.key !== key) this.selection = { key, scanned: 0, found: new Column(Uint32Array) }
    const { selection } = this
    const isChosen = this.test(query)
    for (; selection.scanned < this.length; selection.scanned++) {
      if (isChosen(selection.scanned)) selection.found.push(selection.scanned)
    }
    return selection
  }

  private test({ filter, text, rule, lines }: RowQuery): (index: number) => boolean {
    const outcomes = this.outcomes.values.map((outcome) => passes(outcome, filter))
    const hasText = searchFor(text)
    const namesWithText = this.names.values.map(hasText)
    const outcomesWithText = this.outcomes.values.map((outcome) => hasText(textsOf(outcome)))
    const bit = rule === undefined ? undefined : bitOf(rule)
    return (index) => {
      const outcome = this.outcomeIds.at(index)
      if (!outcomes[outcome]) return false
      if (!namesWithText[this.nameIds.at(index)] && !outcomesWithText[outcome]) return false
      if (bit !== undefined && (this.rules.at(index) & bit) === 0) return false
      return lines === undefined || lines.includes(this.lines.at(index))
    }
  }
}

/** The rows of a choice, as far as rows were looked at. */
interface RowSelection {
  key: string
  scanned: number
  found: Column
}

/** Whether a rule notes events one by one, so that its rows can be found. */
export function isNotingRule(rule: string): boolean {
  return NOTING_RULES.includes(rule)
}

function bitOf(rule: string): number {
  const index = NOTING_RULES.indexOf(rule)
  return index < 0 ? 0 : 1 << index
}

function withoutReasons({ verdict, mappings }: RowOutcome): RowOutcome {
  return { verdict, mappings: mappings.map(({ mapping, verdict }) => ({ mapping, verdict, warnings: [] })) }
}
