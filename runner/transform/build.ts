import type { SegmentEvent } from '@segment/actions-core'
import type { Settings } from '../../src/generated-types'
import { buildEnvelope, buildEvent } from '../../src/reportWebEvent/event'
import { withOriginalNumbers } from '../../src/reportWebEvent/event/exact'
import type { Payload } from '../../src/reportWebEvent/generated-types'
import type { LeftOut, LeftOutList, Trace } from '../../src/reportWebEvent/left-out'
import type { TikTokEnvelope, TikTokEvent } from '../../src/reportWebEvent/types'
import type { DeliveryError } from '../delivery-error'
import { toError, UNMAPPABLE } from '../delivery-error'
import { FitNotes } from './fit'
import type { Route } from './match'
import { findSegmentError } from './segment'
import { validatePayload } from './validate'

/** A payload and the parts of the request that it becomes. */
export interface BuiltEvent {
  /** Values that fit their fields; absent if the payload is not valid. */
  payload?: Payload
  envelope?: TikTokEnvelope
  event?: TikTokEvent
  /** The reason why no request is made, without any personal value. */
  error?: DeliveryError
  /** Values that are left out of the request. Absent if there are none. */
  leftOut?: readonly LeftOut[]
  /** The error by which Segment rejects the event: it validates values before the destination could read them. */
  segmentError?: string
}

/** An event on its way through a mapping. */
export interface RoutedEvent {
  event: SegmentEvent
  route: Route
  /** The ID of TikTok's event, if the mapping gives none. */
  eventId?: string
}

export interface BuildSettings {
  settings: Settings
  /** Whether to find out if Segment rejects an event. */
  asksSegment?: boolean
  /** Notes each text that identifies a person, as it is hashed. */
  trace?: Trace
}

/**
 * Maps events and builds TikTok's events from them, without sending them. Each step is taken for all events before the
 * next: its code stays in the processor's cache, which saves a fifth of the time if they are a dozen.
 * @param now Unix milliseconds, for events without a time
 * @returns a result for each event, at its position
 */
export function buildAll(events: readonly RoutedEvent[], settings: BuildSettings, now: number): BuiltEvent[] {
  const mapped = events.map((each) => map(each, settings.asksSegment))
  return mapped.map((each, index) => build(each, events[index], settings, now))
}

/** A payload that fits its fields, or the reason why there is none. */
type MappedEvent = { segmentError?: string } & ({ payload: Payload; leftOut: LeftOutList } | { error: DeliveryError })

function map({ route, event, eventId }: RoutedEvent, asksSegment = false): MappedEvent {
  const { partnerAction, mapping } = route
  const notes = new FitNotes()
  try {
    const fitted = route.map(event, notes)
    const mayBeRejected = notes.isOdd || fitted.event === undefined
    const segmentError = asksSegment && mayBeRejected ? findSegmentError(partnerAction, mapping, event) : undefined
    if (fitted.event_id === undefined) fitted.event_id = eventId
    const error = validatePayload(partnerAction, fitted)
    if (error !== undefined) return { error, segmentError }
    const payload = withOriginalNumbers(fitted as unknown as Payload, [event, mapping])
    return { payload, leftOut: notes, segmentError }
  } catch {
    return { error: UNMAPPABLE }
  }
}

function build(
  mapped: MappedEvent,
  { route, event: origin }: RoutedEvent,
  { settings, trace }: BuildSettings,
  now: number
): BuiltEvent {
  if ('error' in mapped) return mapped
  const { payload, leftOut, segmentError } = mapped
  try {
    const event = buildEvent(payload, now, { warn: leftOut.warn, trace, mapped: route.mapped, event: origin })
    return { payload, envelope: buildEnvelope(payload, settings), event, leftOut: leftOut.list, segmentError }
  } catch (error) {
    const { status, code, message } = error as Error & { status?: number; code: string }
    // Errors of the destination have a status.
    return { payload, error: status === undefined ? UNMAPPABLE : toError(status, code, message), segmentError }
  }
}
