import { z } from 'zod'
import { properties, WEB_PROPERTIES } from './properties'
import {
  boolean,
  filledText,
  not,
  object,
  oneOf,
  publicAddress,
  text,
  textOrTexts,
  unixSeconds,
  webEventName
} from './values'

/** The top of a request. The rules for its events depend on the event source. */
export const REQUEST_SCHEMA = z.looseObject(
  {
    event_source: oneOf('web', 'crm', 'app', 'offline'),
    event_source_id: filledText,
    test_event_code: filledText.optional(),
    /** Checked before the rest, as it has a return code of its own. */
    partner_name: z.unknown().optional(),
    data: z.array(z.unknown(), not('list'))
  },
  'The body is not a JSON object with Content-Type application/json.'
)

/** A request whose events are not validated yet. */
export type TrackRequest = z.infer<typeof REQUEST_SCHEMA>

const user = object({
  email: textOrTexts,
  phone: textOrTexts,
  external_id: textOrTexts,
  first_name: text,
  last_name: text,
  zip_code: text,
  city: text,
  state: text,
  country: text,
  ttclid: text,
  ttp: text,
  ip: publicAddress,
  user_agent: text,
  locale: text
}).partial()

/** Keys of `user` whose values must be SHA-256 digests in lower-case hex. */
export const HASHED_KEYS = ['email', 'phone', 'external_id', 'first_name', 'last_name', 'zip_code'] as const

const page = object({ url: text, referrer: text.optional() })

const lead = object({ lead_id: text, lead_event_source: text.optional() })

/** The rules that all event sources share. https://business-api.tiktok.com/portal/docs?id=1771101303285761 */
export const EVENT_SCHEMA = object({
  event: text,
  event_time: unixSeconds,
  event_id: text.optional(),
  user: user.optional(),
  properties: properties.optional(),
  page: page.optional(),
  lead: lead.optional(),
  limited_data_use: boolean.optional()
})

/** An event that TikTok accepts. */
export type TrackedEvent = z.infer<typeof EVENT_SCHEMA>

const misplaced = z.undefined('Not a key of this event source.').optional()
const misplacedProperties = Object.fromEntries(WEB_PROPERTIES.map((key) => [key, misplaced]))
const appEvent = EVENT_SCHEMA.extend({ properties: properties.extend(misplacedProperties).optional() })
const offlineEvent = appEvent.extend({ limited_data_use: misplaced })

/** The rules for the events of each event source. */
export const EVENT_SCHEMAS = {
  web: EVENT_SCHEMA.extend({ event: webEventName }),
  app: appEvent,
  offline: offlineEvent,
  crm: offlineEvent.extend({ lead })
}
