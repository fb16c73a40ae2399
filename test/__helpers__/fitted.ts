import { FitNotes } from '../../runner/transform/fit'
import { createPayloadMapper } from '../../runner/transform/payload-mapper'
import { MAPPED_PAYLOAD } from './observed-destination'

const map = createPayloadMapper('reportWebEvent', MAPPED_PAYLOAD)

/** Fits a payload that is mapped already to its fields. */
export function fitPayload(payload: unknown, notes = new FitNotes()): Record<string, unknown> {
  return map({ payload }, notes)
}
