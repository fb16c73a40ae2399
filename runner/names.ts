import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import { redactIdentifiers } from '../src/reportWebEvent/redact'

/** The longest name of an event that is shown. */
const MAX_NAME = 60

/** The name of a track call, or else the type of the call, without control characters and personal values. */
export function nameOf({ type, event }: SegmentEvent): string {
  const name: unknown = type === 'track' ? event : type
  return typeof name === 'string' ? redactIdentifiers(name.replace(/\p{C}/gu, '')).slice(0, MAX_NAME) : 'no name'
}

/** The TikTok event of a mapping that names one. */
export function tiktokEventOf({ event }: JSONObject): string | undefined {
  return typeof event === 'string' ? event : undefined
}

/** Folds a name, so that spellings such as `Event ID` and `event_id` are equal: letters and digits, in lower case. */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
