import { PayloadValidationError } from '@segment/actions-core'
import { readPixelCode } from '../../credentials'
import type { Settings } from '../../generated-types'
import { PARTNER_NAME } from '../constants'
import { toEventName } from '../event-name'
import type { Payload } from '../generated-types'
import type { Notes, Warn } from '../left-out'
import { ignore } from '../left-out'
import { isPlaceholder } from '../read/placeholder'
import { readText } from '../read/text'
import { checkNotFarAhead, toUnixSeconds } from '../timestamp'
import type { TikTokEnvelope, TikTokEvent, TikTokLead } from '../types'
import type { OtherSources } from './fallbacks'
import { asObject, isMapped, readOtherSources } from './fallbacks'
import { buildOrder } from './order'
import { checkEventSource, eventSourceOf, isWeb } from './origin'
import { buildPage } from './page'
import { buildUser } from './user'
import type { Complete } from './values'
import { identifier, plainText, text, unlessEmpty } from './values'
import { buildVertical } from './vertical'

/** Builds the top level of the request. Events with equal envelopes can share a request. */
export function buildEnvelope(payload: Payload, settings: Settings): TikTokEnvelope {
  const envelope: Complete<TikTokEnvelope> = {
    event_source: eventSourceOf(payload),
    event_source_id: readPixelCode(settings),
    partner_name: PARTNER_NAME,
    test_event_code: text(payload.test_event_code)
  }
  return envelope
}

/** The parts of an envelope that differ from event to event: the other ones come from the settings. */
export function keyOf({ event_source, test_event_code = '' }: TikTokEnvelope): string {
  return `${event_source} ${test_event_code}`
}

/** Facts about a payload that it does not hold, and what is to be noted. */
export interface BuildOptions extends Partial<Notes> {
  /** Keys of the fields that are mapped. All fields are filled from other sources by default. */
  mapped?: ReadonlySet<string>
  /** The event of the payload: beside a total of its own, no value is calculated. */
  event?: unknown
}

/**
 * Builds TikTok's event from a payload of the mapping.
 * @param now Unix milliseconds, for a payload without a time
 * @throws PayloadValidationError if TikTok would reject the event or misread it
 */
export function buildEvent(payload: Payload, now: number, options: BuildOptions = {}): TikTokEvent {
  const { warn = ignore, trace, mapped, event: origin } = options
  checkEventSource(payload, warn)
  const others = readOtherSources(payload, mapped, origin)
  const event: Complete<TikTokEvent> = {
    event: toEventName(payload.event),
    event_time: checkNotFarAhead(eventTime(payload, others, now, warn), now),
    event_id: identifier(payload.event_id, 'event_id', warn),
    user: unlessEmpty(buildUser(payload, others, { warn, trace })),
    properties: unlessEmpty(buildProperties(payload, others, warn)),
    page: buildPage(payload, others, warn),
    lead: buildLead(payload, warn),
    limited_data_use: isWeb(payload) ? payload.limited_data_use : undefined
  }
  return event
}

function buildProperties(payload: Payload, others: OtherSources, warn: Warn) {
  const order = buildOrder(payload, others, warn)
  const vertical = buildVertical(payload, order.currency, warn)
  return vertical === undefined ? order : { ...order, ...vertical }
}

/** The time of the mapping, or else the other times of the event in their order, or else now; in Unix seconds. */
function eventTime(payload: Payload, others: OtherSources, now: number, warn: Warn): number {
  const timestamp = text(payload.timestamp)
  if (timestamp !== undefined && !isPlaceholder(timestamp)) return toUnixSeconds(timestamp)
  if (timestamp !== undefined) warn('timestamp', 'placeholder')
  const times = isMapped(others, 'timestamp') ? others.times : []
  const time = times.map((value) => readText(value)).find((value) => value !== undefined && !isPlaceholder(value))
  return time === undefined ? Math.floor(now / 1000) : toUnixSeconds(time)
}

/** @throws PayloadValidationError for a CRM event without a lead ID, which TikTok requires */
function buildLead(payload: Payload, warn: Warn): Complete<TikTokLead> | undefined {
  // Mappings of the destination that this one replaces hold both in an object.
  const former = asObject(payload.lead_fields)
  const leadId = identifier(payload.lead_id, 'lead_id', warn) ?? identifier(former.lead_id, 'lead_fields.lead_id', warn)
  if (leadId !== undefined) {
    const source = payload.lead_event_source ?? former.lead_event_source
    return {
      lead_id: leadId,
      lead_event_source: isWeb(payload) ? undefined : plainText(source, 'lead_event_source', warn)
    }
  }
  if (isWeb(payload)) return undefined

  throw new PayloadValidationError(
    'TikTok Lead ID is missing. TikTok accepts CRM events only with the ID of their lead. ' +
      'Map TikTok Lead ID, or choose Web as Event Source, and send the event again.'
  )
}
