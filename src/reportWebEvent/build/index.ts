import { PayloadValidationError } from '@segment/actions-core'
import { readPixelCode } from '../../credentials'
import type { Settings } from '../../generated-types'
import { PARTNER_NAME } from '../constants'
import { toEventName } from '../event-name'
import type { Payload } from '../generated-types'
import { toUnixSeconds } from '../timestamp'
import type { TikTokEnvelope, TikTokEvent, TikTokLead, TikTokPage } from '../types'
import { buildOrder } from './order'
import { eventSourceOf, isWeb } from './source'
import { buildUser } from './user'
import type { Complete } from './values'
import { identifier, text, unlessEmpty } from './values'
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

/**
 * Builds TikTok's event from a payload of the mapping.
 * @param now Unix milliseconds, for a payload without a time
 * @throws PayloadValidationError if TikTok would reject the event or misread it
 */
export function buildEvent(payload: Payload, now: number): TikTokEvent {
  const timestamp = text(payload.timestamp)
  const event: Complete<TikTokEvent> = {
    event: toEventName(payload.event),
    event_time: timestamp === undefined ? Math.floor(now / 1000) : toUnixSeconds(timestamp),
    event_id: identifier(payload.event_id),
    user: unlessEmpty(buildUser(payload)),
    properties: unlessEmpty({ ...buildOrder(payload), ...buildVertical(payload) }),
    page: buildPage(payload),
    lead: buildLead(payload),
    limited_data_use: isWeb(payload) ? payload.limited_data_use : undefined
  }
  return event
}

/** Builds the page. TikTok requires its URL, so a referrer without one is left out. */
function buildPage(payload: Payload): Complete<TikTokPage> | undefined {
  const url = text(payload.url)
  return url === undefined ? undefined : { url, referrer: text(payload.referrer) }
}

/** @throws PayloadValidationError for a CRM event without a lead ID, which TikTok requires */
function buildLead(payload: Payload): Complete<TikTokLead> | undefined {
  const leadId = text(payload.lead_id)
  if (leadId !== undefined) {
    return { lead_id: leadId, lead_event_source: isWeb(payload) ? undefined : text(payload.lead_event_source) }
  }
  if (isWeb(payload)) return undefined

  throw new PayloadValidationError(
    'TikTok Lead ID is missing. TikTok accepts CRM events only with the ID of their lead. ' +
      'Map TikTok Lead ID, or choose Web as Event Source, and send the event again.'
  )
}
