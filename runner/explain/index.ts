import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import { SANDBOX_ACCESS_TOKEN } from '../../sandbox/credentials'
import { findAllFaults } from '../../sandbox/validate'
import type { Settings } from '../../src/generated-types'
import type { TikTokRequest } from '../../src/reportWebEvent/types'
import { dryRunEndpoint } from '../delivery/endpoint'
import { UsageError } from '../errors'
import type { Mapping } from '../mappings/mapping'
import { presetMappings } from '../mappings/presets'
import { nameOf } from '../names'
import type { BuiltEvent } from '../transform/build'
import { buildAll } from '../transform/build'
import { createRoutes } from '../transform/match'
import type { OptOutRules } from '../transform/opt-out'
import { findOptOut } from '../transform/opt-out'
import { formatCurl, PIXEL_VARIABLE } from './curl'
import { explainFields, tieFaults } from './fields'
import { unmappedFields } from './leaves'
import { nearestOf } from './nearest'
import { TextLog } from './texts'
import { createTriggerExplainer } from './trigger'
import type { Explanation, Fault, MappingExplanation, Outcome } from './types'

export type { Mapping } from '../mappings/mapping'
export { presetMappings } from '../mappings/presets'
export { MASKED, maskBody, maskBodyValue, maskEvent, maskEventValue, maskExplanation } from './mask'
export { describeNearest, NearestTriggers } from './nearest'
export type * from './types'

/** It stands for the token, which a request does not hold. */
const NOT_SENT = 'not-sent'

export interface ExplainOptions {
  /**
   * The Pixel Code of the request.
   * @defaultValue `TIKTOK_PIXEL_CODE` of the environment, or else `YOUR_PIXEL_CODE`
   */
  pixelCode?: string
  /**
   * Unix milliseconds, for an event without a time.
   * @defaultValue the time of the call
   */
  now?: number
  /** Name of the only mapping for the event, whether its trigger matches or not. */
  mapping?: string
  /** The statements of the event against its delivery that are honoured. */
  optOut?: OptOutRules
  /** Whether the command leaves the pixel to the environment. */
  leavesPixel?: boolean
}

/**
 * Explains what happens to an event under mappings: which match, where each value comes from, the request, and TikTok's
 * verdict on it. Nothing is sent.
 * @param event a Segment event
 * @param mappings the presets by default
 * @returns plain JSON data that holds the values of the event; `maskExplanation` hides them
 * @throws UsageError for an event that JSON cannot express
 */
export async function explain(
  event: object,
  mappings: readonly Mapping[] = presetMappings(),
  options: ExplainOptions = {}
): Promise<Explanation> {
  const { now = Date.now(), mapping: only, leavesPixel = false } = options
  const plainEvent = copyOf(event)
  const { pixelCode = dryRunEndpoint().pixelCode } = options
  const settings = { accessToken: NOT_SENT, pixelCode }
  const explained: MappingExplanation[] = []
  for (const mapping of mappings) {
    const trigger = createTriggerExplainer(mapping.subscribe)(plainEvent)
    const isUsed = only === undefined ? trigger.matches : mapping.name === only
    const outcome = isUsed ? withCurl(explainOutcome(mapping, plainEvent, settings, now), leavesPixel) : undefined
    explained.push({ name: mapping.name, trigger, outcome })
  }
  const optOut = findOptOut(plainEvent as unknown as SegmentEvent, options.optOut ?? {})
  const nearest = explained.some(({ outcome }) => outcome !== undefined) ? undefined : nearestOf(explained)
  return { name: nameOf(plainEvent as unknown as SegmentEvent), optOut, nearest, mappings: explained }
}

function explainOutcome(mapping: Mapping, event: JSONObject, settings: Settings, now: number): Outcome {
  const [route] = createRoutes([mapping])
  const texts = new TextLog()
  const routed = { event: event as unknown as SegmentEvent, route }
  const [built] = buildAll([routed], { settings, asksSegment: true, trace: texts.trace }, now)
  const fields = explainFields(route, event, { built, texts }, settings)
  const unmapped = unmappedFields(mapping.partnerAction, mapping.mapping)
  const request = requestOf(built)
  if (request === undefined) return { fields, unmapped, problem: built.error?.message }
  const faults = tieFaults(findFaults(request), fields)
  return { fields, unmapped, rejectedBySegment: built.segmentError, request, faults }
}

function withCurl(outcome: Outcome, leavesPixel: boolean): Outcome {
  const { request } = outcome
  if (request === undefined) return outcome
  return { ...outcome, curl: formatCurl(leavesPixel ? { ...request, event_source_id: PIXEL_VARIABLE } : request) }
}

/** The body of the request that carries only this event. */
function requestOf({ envelope, event }: BuiltEvent): TikTokRequest | undefined {
  if (envelope === undefined || event === undefined) return undefined
  return JSON.parse(JSON.stringify({ ...envelope, data: [event] }))
}

/** JSON has no cycles, and JavaScript can write fewer levels of objects than it can read. */
function copyOf(event: object): JSONObject {
  try {
    return JSON.parse(JSON.stringify(event))
  } catch {
    throw new UsageError('The event cannot be explained: it is nested too deeply, or is not JSON data.')
  }
}

/** The faults that the sandbox finds in a request. The first one is its answer. */
export function findFaults(request: TikTokRequest): Fault[] {
  const access = { accessToken: SANDBOX_ACCESS_TOKEN, pixelCode: request.event_source_id, readOnlyPixels: [] }
  return findAllFaults(SANDBOX_ACCESS_TOKEN, request, access)
}
