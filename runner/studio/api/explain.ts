import type { Explanation } from '../../explain/types'
import type { EditableMapping, Json } from './mappings'
import type { Row } from './sources'

/** An event of a source, or any other. */
export type EventChoice = { source: string; index: number } | { event: Json }

export type ExplainRequest = EventChoice & {
  show?: boolean
  /** Mappings that are being edited, in place of those of the session. */
  mappings?: EditableMapping[]
}

export interface ExplainAnswer {
  event: Json
  explanation: Explanation
  /** Of an event of a live stream: the row that tells its delivery. */
  result?: Row
}
