import type { Explanation } from '../../explain/types'
import type { EditableMapping, Json } from './mappings'
import type { Row } from './sources'

/** An event of a source, or any other. */
export type EventChoice = { source: string; index: number } | { event: Json }

export type ExplainRequest = EventChoice & {
  show?: boolean
  /** Mappings that are being edited, in place of the session's. */
  mappings?: EditableMapping[]
}

export interface ExplainAnswer {
  event: Json
  explanation: Explanation
  /** The row with the delivery of an event, if it is one of a live stream. */
  result?: Row
}
