import { nearestStandardName } from '../../mappings/event-name'
import { describeOldEvent } from '../../old-events'
import type { Rule } from './rule'
import { builtEvents, bySubject, byTikTokEvent, when } from './rule'

const DAY = 24 * 60 * 60

/** TikTok attributes conversions to clicks of up to 28 days before. */
const MAX_AGE = 28 * DAY

/** Clocks that are a little fast are common. In seconds. */
const MAX_LEAD = 5 * 60

/** Rules about names, IDs and times. */
export const eventRules: Rule[] = [
  {
    id: 'event-id-missing',
    fields: ['event_id'],
    severity: 'error',
    title: 'Event ID is missing',
    meaning:
      'TikTok cannot recognize an event it already has: an event that the Pixel or a second try sends counts again.',
    suggestion: 'Map Event ID to $.messageId, and give the Pixel the same ID.',
    note: ({ built: { event, event_id } }) => when(event_id === undefined, event),
    find: byTikTokEvent
  },
  {
    id: 'event-id-repeated',
    fields: ['event_id'],
    severity: 'warning',
    title: 'Event IDs are repeated',
    meaning: 'TikTok keeps the first of several events with the same name and ID, and drops the others of 48 hours.',
    suggestion: 'Map Event ID to a value that is different for each event, unless these are copies.',
    find: ({ counts, repeats: { count, isEstimate, examples } }) =>
      count === 0 ? [] : [{ subject: 'Repeated', count, of: builtEvents(counts), isEstimate, examples }]
  },
  {
    id: 'name-old',
    fields: ['event'],
    severity: 'warning',
    title: 'Events have old names',
    meaning: 'TikTok has renamed these events, or supports them for a limited time only.',
    suggestion: 'Choose the new name in the mapping, and change campaigns that optimize for the old one.',
    note: ({ built: { event } }) => {
      const description = describeOldEvent(event)
      return description === undefined ? [] : [`${event}: ${description}`]
    },
    find: bySubject
  },
  {
    id: 'name-nearly-standard',
    fields: ['event'],
    severity: 'warning',
    title: 'A custom event name resembles a standard one',
    meaning: 'TikTok takes it for a custom event, which campaigns cannot optimize for.',
    suggestion: 'Choose the standard event in the mapping, if that is what you mean.',
    note: ({ built: { event } }) => {
      const standard = nearestStandardName(event)
      return standard === undefined ? [] : [`${event}: nearly ${standard}`]
    },
    find: bySubject
  },
  {
    id: 'event-old',
    fields: ['timestamp'],
    severity: 'warning',
    title: 'Events are older than 28 days',
    meaning: 'TikTok attributes conversions to clicks of 28 days at most, so older events hardly count for campaigns.',
    suggestion: 'Send events when they happen, or only the events of the last 28 days (--since).',
    note: ({ built: { event, event_time }, now }) => when(now / 1000 - event_time > MAX_AGE, event),
    find: byTikTokEvent
  },
  {
    id: 'time-is-now',
    fields: ['timestamp'],
    severity: 'error',
    title: 'Events have no time, and count as of now',
    meaning: 'TikTok attributes them to clicks before the time at which they are sent, not before they happened.',
    suggestion: 'Map Event Timestamp to $.timestamp, and see that your events have one.',
    note: ({ payload, built: { event, event_time }, now }) =>
      when(event_time === Math.floor(now / 1000) && Number.isNaN(Date.parse(String(payload.timestamp))), event),
    find: byTikTokEvent
  },
  {
    id: 'event-in-future',
    fields: ['timestamp'],
    severity: 'error',
    title: 'Events happen in the future',
    meaning: 'TikTok cannot attribute an event that has not happened yet.',
    suggestion: 'Check the clock and the time zone of the source, and the mapping of Event Timestamp.',
    note: ({ built: { event, event_time }, now }) => when(event_time - now / 1000 > MAX_LEAD, event),
    find: byTikTokEvent
  }
]
