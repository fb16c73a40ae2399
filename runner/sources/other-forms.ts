import type { JsonObject } from '../json'
import { isObject } from '../json'
import { isText } from '../segment-event'

/** A form of JSON objects that are events or orders of another tool. */
interface Form {
  /** What it is, behind "is". */
  name: string
  /** What turns it into events, behind a colon. */
  step: string
  matches: (object: JsonObject) => boolean
}

const has = (object: JsonObject, ...keys: string[]) => keys.every((key) => object[key] !== undefined)
const hasSome = (object: JsonObject, ...keys: string[]) => keys.some((key) => object[key] !== undefined)
const firstOf = (list: unknown) => (Array.isArray(list) && isObject(list[0]) ? list[0] : {})

/** Base64 of a JSON object or list. */
const ENCODED = /^(?:eyJ|ewo|ewog|W3s|WwogI)/

const isEncoded = (value: unknown) => typeof value === 'string' && ENCODED.test(value)

const isOrder = (object: JsonObject) =>
  Array.isArray(object.line_items) &&
  hasSome(object, 'order_number', 'financial_status', 'checkout_token', 'total_price', 'order_key', 'billing')

const rename = (names: string) => `rename ${names}, and add "type": "track"`

/** The forms that are known, the particular ones first. */
const FORMS: readonly Form[] = [
  {
    name: "a request of TikTok's Events API",
    step: 'its events are made already, so send the events that it was made from',
    matches: ({ data, ...rest }) => has(rest, 'event_source') && has(firstOf(data), 'event', 'event_time')
  },
  {
    name: "a request of Meta's Conversions API",
    step: 'send the events that it was made from',
    matches: (object) => [object, firstOf(object.data)].some((each) => has(each, 'event_name', 'user_data'))
  },
  {
    name: "a row of Google Analytics' export to BigQuery",
    step: rename(
      'event_name to event, user_pseudo_id to anonymousId and event_timestamp to timestamp, and gather event_params and items in properties'
    ),
    matches: (object) => has(object, 'event_name') && hasSome(object, 'event_params', 'user_pseudo_id')
  },
  {
    name: "a request of Google Analytics' Measurement Protocol",
    step: rename('the name of each of its events to event, params to properties and client_id to anonymousId'),
    matches: (object) => hasSome(object, 'client_id', 'app_instance_id') && has(firstOf(object.events), 'name')
  },
  {
    name: "an entry of Google Tag Manager's data layer",
    step: 'send what your server or your CDP records, as it lacks the person and the time',
    matches: (object) => isObject(object.ecommerce) || Object.keys(object).some((key) => key.startsWith('gtm.'))
  },
  {
    name: 'an event of PostHog',
    step: rename('distinct_id to userId and uuid to messageId'),
    matches: (object) => has(object, 'event', 'distinct_id')
  },
  {
    name: 'an event of Mixpanel',
    step: `${rename('properties.distinct_id to userId, properties.$insert_id to messageId and properties.time to timestamp')}`,
    matches: ({ event, properties }) => isText(event) && isObject(properties) && has(properties, 'distinct_id')
  },
  {
    name: 'an event of Amplitude',
    step: rename('event_type to event, user_id to userId, event_time to timestamp and event_properties to properties'),
    matches: (object) => has(object, 'event_type') && hasSome(object, 'amplitude_id', 'event_properties', 'insert_id')
  },
  {
    name: 'an event of Snowplow',
    step: rename(
      'event_id to messageId, user_id to userId, domain_userid to anonymousId and collector_tstamp to timestamp'
    ),
    matches: (object) => has(object, 'collector_tstamp')
  },
  {
    name: 'an event of Braze Currents',
    step: rename('event_type to event, id to messageId, external_user_id to userId and time to timestamp'),
    matches: ({ event_type }) => isText(event_type) && event_type.startsWith('users.')
  },
  {
    name: 'an event of mParticle',
    step: rename('event_type to event, mpid to userId, and the keys of data to properties'),
    matches: (object) => has(object, 'mpid') || has(object, 'user_identities', 'events')
  },
  {
    name: 'an event of AppsFlyer',
    step: rename(
      'event_name to event, customer_user_id to userId, appsflyer_id to anonymousId and event_time to timestamp'
    ),
    matches: (object) => has(object, 'appsflyer_id')
  },
  {
    name: 'a visit of Matomo',
    step: 'make one event of each of its actionDetails',
    matches: (object) => has(object, 'idVisit', 'actionDetails')
  },
  {
    name: 'a webhook of Customer.io',
    step: 'it reports messages, which are no conversions',
    matches: (object) => has(object, 'event_id', 'object_type', 'metric')
  },
  {
    name: 'an order of a shop',
    step: "send the events of Segment's or RudderStack's source for it, or make one track event of it: its id as messageId, its customer as userId, its total and line_items as properties",
    matches: (object) => [object, object.order, firstOf(object.orders)].some((each) => isObject(each) && isOrder(each))
  },
  {
    name: 'an envelope of a queue whose messages are base64',
    step: 'decode them, such as with jq -r ".message.data | @base64d"',
    matches: ({ message, Records, records, data, body }) =>
      [message, firstOf(Records), firstOf(records), { data, body }].some(holdsEncoded)
  },
  {
    name: 'a notice of new files',
    step: 'send the files that it names',
    matches: ({ Records }) => has(firstOf(Records), 's3')
  }
]

function holdsEncoded(value: unknown): boolean {
  if (!isObject(value)) return false
  const { data, body, kinesis } = value
  return isEncoded(data) || isEncoded(body) || (isObject(kinesis) && isEncoded(kinesis.data))
}

const PROBLEMS = new Map(FORMS.map((form) => [form, `is ${form.name}, not an event of Segment: ${form.step}`]))

/** @returns the problem of an object that is an event or an order of another tool, with what to do about it */
export function findOtherForm(object: JsonObject): string | undefined {
  const form = FORMS.find(({ matches }) => matches(object))
  return form && PROBLEMS.get(form)
}

/** Whether a problem comes from an event or an order of another tool. */
export function isOtherForm(problem: string): boolean {
  return [...PROBLEMS.values()].includes(problem)
}
