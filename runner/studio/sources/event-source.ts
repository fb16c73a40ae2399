import type { Delivery } from '../../diagnose/observe'
import type { Mapping } from '../../mappings/mapping'
import type { EventLine, UnreadableLine } from '../../sources/lines'
import type { DiagnosisAnswer, Row, SourceOverview, StudioSource } from '../api'
import type { RowQuery } from './row-query'

/** A line that holds an event, or none. */
export type SourceLine = EventLine | UnreadableLine

/** The conditions under which events are counted. */
export interface Counting extends Pick<Delivery, 'settings' | 'now' | 'optOut'> {
  mappings: readonly Mapping[]
  /** The number of these mappings. */
  revision: number
}

/** Events that the page shows, wherever they come from. */
export interface EventCollection {
  readonly source: StudioSource
  /** Whether the values of its events stay hidden, whatever a request asks for. */
  readonly isConfidential: boolean
  /** The rows of a choice, from a position among them on. */
  page(query: RowQuery, from: number, limit: number): Promise<{ total: number; rows: Row[] }>
  /** One row, if more is known of it than its event shows. */
  result?(index: number): Promise<Row | undefined>
  report(): Promise<Omit<DiagnosisAnswer, 'fields'>>
  overview(): Promise<SourceOverview>
  /** The event of a row. @throws Problem if there is none */
  line(index: number): Promise<SourceLine>
  /** Some events of several parts. */
  sample(parts: number, eventsOfEach: number): AsyncIterable<EventLine>
  /** Counts the events under other conditions. */
  count(counting: Counting): Promise<void>
  close(): Promise<void>
}
