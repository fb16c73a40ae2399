import { redactIdentifiers } from '../../../src/reportWebEvent/redact'
import type { FieldCounts } from '../counts'
import type { Evidence, Match, Rule } from './rule'
import { byEvent, bySubject, matchesOf } from './rule'

/** Fields that are different from event to event, or from person to person. Their values are compared. */
export const DISTINCT_FIELDS: readonly string[] = [
  'event_id',
  'timestamp',
  'email',
  'phone_number',
  'external_id',
  'ttclid',
  'ttp',
  'ip',
  'lead_id',
  'order_id'
]

/** Fewer equal values may be chance. */
const LEAST_EVENTS = 20

/** IDs of the rules about events that are not sent. A diagnosis notes these events itself. */
export const UNSENT = { rejected: 'rejected', unmatched: 'unmatched', optedOut: 'opted-out' } as const

/** Rules about mappings, over all their events. */
export const mappingRules: Rule[] = [
  {
    id: UNSENT.rejected,
    severity: 'error',
    title: 'Events cannot be sent',
    meaning: 'They are not sent, because TikTok would reject or misread them.',
    suggestion: 'Fix what the message names, in the event or in the mapping.',
    find: ({ counts }, id) =>
      matchesOf(counts, id).map((match) => ({ ...match, of: counts.events - counts.unmatched - counts.optedOut }))
  },
  {
    id: 'rejected-by-segment',
    severity: 'warning',
    title: 'Segment rejects events that are sent from here',
    meaning: 'Segment validates values before this destination can read them, and drops the whole event.',
    suggestion: 'Change the value at its source, or the path in the mapping, if Segment sends your events.',
    note: ({ segmentError }) => (segmentError === undefined ? [] : [redactIdentifiers(segmentError)]),
    find: bySubject
  },
  {
    id: UNSENT.unmatched,
    severity: 'info',
    title: 'Events match no mapping',
    meaning: 'They are not sent to TikTok.',
    suggestion:
      'Add a mapping for the events that are conversions: npx tiktok-conversions explain FILE --line N says what nearly fits.',
    find: byEvent
  },
  {
    id: UNSENT.optedOut,
    severity: 'info',
    title: 'Events are not for this destination',
    meaning: 'Their integrations or their consent exclude it, so they are not sent.',
    suggestion: 'Leave it so, unless the statements come from another tool that names consent differently.',
    find: byEvent
  },
  {
    id: 'field-constant',
    severity: 'error',
    title: 'A field has the same value in all events',
    meaning: 'This value should differ from event to event. With one Event ID, TikTok keeps a single event.',
    suggestion: 'Map the field to a path of the event that holds the value.',
    find: (evidence) =>
      fieldsWhere(
        evidence,
        (field, { held, isSame }) => isSame && held >= LEAST_EVENTS && DISTINCT_FIELDS.includes(field)
      )
  },
  {
    id: 'field-empty',
    severity: 'info',
    title: 'Mapped fields never held a value',
    meaning: 'The paths of these fields lead to nothing in any event.',
    suggestion: 'Map them to other paths if your events hold the value. Otherwise they do no harm.',
    find: (evidence) => fieldsWhere(evidence, (_field, { held }) => held === 0)
  }
]

/** The fields of each mapping that a condition holds for. Fields are counted, not events. */
function fieldsWhere({ counts }: Evidence, holds: (field: string, counts: FieldCounts) => boolean): Match[] {
  return Object.entries(counts.fields).flatMap(([mapping, fields]) => {
    const found = Object.entries(fields).filter(([field, fieldCounts]) => holds(field, fieldCounts))
    if (found.length === 0) return []
    const names = found.map(([field]) => field).join(', ')
    return [{ subject: `${mapping}: ${names}`, count: found.length, examples: [] }]
  })
}
