import { z } from 'zod'
import { filledText, not, oneOf } from './values'

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
