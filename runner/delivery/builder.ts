import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import { MultiStatusResponse } from '@segment/actions-core'
import type { Settings } from '../../src/generated-types'
import { buildEnvelope, buildEvent } from '../../src/reportWebEvent/build'
import { withRoundedNumbers } from '../../src/reportWebEvent/build/rounded'
import type { Payload } from '../../src/reportWebEvent/generated-types'
import type { LeftOut } from '../../src/reportWebEvent/left-out'
import { LeftOutList } from '../../src/reportWebEvent/left-out'
import type { TikTokEnvelope, TikTokEvent } from '../../src/reportWebEvent/types'
import { bindPayloads } from './destination'
import type { DeliveryError } from './error'
import { toError, UNMAPPABLE } from './error'
import { fitPayload } from './fit'

/** The payloads are mapped already; actions-core cleans and validates them as it does after its own mapping. */
export const MAPPED_PAYLOAD: JSONObject = { '@path': '$.payload' }

/** A payload and the parts of the request that it becomes. */
export interface BuiltEvent {
  /** As actions-core cleans and types it; absent where it is not valid. */
  payload?: Payload
  envelope?: TikTokEnvelope
  event?: TikTokEvent
  /** The reason why no request is made, without any personal value. */
  error?: DeliveryError
  /** Values that are left out of the request. Absent if there are none. */
  leftOut?: readonly LeftOut[]
}

/**
 * Builds TikTok's events from payloads as mappings make them, without sending them. actions-core cleans and validates
 * the payloads as it does before it sends them.
 * @param now Unix milliseconds, for payloads without a time
 * @returns a result for each payload, at its position
 */
export async function buildAll(
  action: string,
  payloads: readonly unknown[],
  settings: Settings,
  now: number
): Promise<BuiltEvent[]> {
  if (payloads.length === 0) return []
  try {
    const leftOut = payloads.map(() => new LeftOutList())
    const fitted = payloads.map((payload, index) => fitPayload(action, payload, leftOut[index].warn))
    const results = await validateAll(action, fitted, settings)
    return results.map(({ payload, error }, index) =>
      payload === undefined
        ? { error }
        : buildOne(withRoundedNumbers(payload, payloads[index]), settings, now, leftOut[index])
    )
  } catch {
    if (payloads.length === 1) return [{ error: UNMAPPABLE }]
    const results: BuiltEvent[] = []
    for (const payload of payloads) results.push(...(await buildAll(action, [payload], settings, now)))
    return results
  }
}

/** The result of one payload, as actions-core gives it. */
interface MultiStatus {
  status: number
  errortype?: string
  errormessage?: string
  sent?: unknown
}

/** Making it takes as long as building a hundred events. */
let destination: ReturnType<typeof bindPayloads> | undefined

async function validateAll(action: string, payloads: readonly unknown[], settings: Settings): Promise<BuiltEvent[]> {
  destination ??= bindPayloads(keepAll)
  const events = payloads.map((payload) => ({ payload }) as unknown as SegmentEvent)
  const results = await destination.executeBatch(action, { events, mapping: MAPPED_PAYLOAD, settings })
  return results.map(({ status, errortype, errormessage, sent }: MultiStatus) =>
    status === 200 ? { payload: sent as Payload } : { error: toError(status, errortype, errormessage) }
  )
}

/** actions-core merges the results with those of invalid payloads, and hands `sent` on as it is. */
function keepAll(payloads: readonly Payload[]): MultiStatusResponse {
  const results = new MultiStatusResponse()
  for (const [index, payload] of payloads.entries()) {
    results.setSuccessResponseAtIndex(index, { status: 200, sent: payload as never, body: {} })
  }
  return results
}

function buildOne(payload: Payload, settings: Settings, now: number, leftOut: LeftOutList): BuiltEvent {
  try {
    const event = buildEvent(payload, now, leftOut.warn)
    return { payload, envelope: buildEnvelope(payload, settings), event, leftOut: leftOut.list }
  } catch (error) {
    const { status, code, message } = error as Error & { status?: number; code: string }
    // Those of the destination have a status.
    return { payload, error: status === undefined ? UNMAPPABLE : toError(status, code, message) }
  }
}
