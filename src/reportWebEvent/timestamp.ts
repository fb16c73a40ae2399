import { PayloadValidationError } from '@segment/actions-core'
import dayjs from 'dayjs'

/** Seconds since 1970, of times from 1973 to 2286. */
const UNIX_SECONDS = /^\d{9,10}(?:\.\d*)?$/
/** Milliseconds since 1970, of times from 2001 to 2286. */
const UNIX_MILLISECONDS = /^\d{13}(?:\.\d*)?$/

/** ISO 8601, extended or basic: a date, then perhaps a time, then perhaps a zone. */
const ISO_8601 =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2}(?:[.,]\d+)?))? ?(?:Z|([+-]\d{2})(?::?(\d{2}))?)?)?$/i

/**
 * The time of an event in whole Unix seconds, rounded down, from ISO 8601, Unix seconds or Unix milliseconds.
 * A time without a zone is UTC.
 * @throws PayloadValidationError for a text that is none of these
 */
export function toUnixSeconds(timestamp: string): number {
  if (UNIX_SECONDS.test(timestamp)) return Math.floor(Number(timestamp))
  if (UNIX_MILLISECONDS.test(timestamp)) return Math.floor(Number(timestamp) / 1000)

  const seconds = isoToUnixSeconds(timestamp)
  if (seconds !== undefined && seconds >= 0) return seconds

  throw new PayloadValidationError(
    'Event Timestamp is no time that can be read. Map it to an ISO 8601 time such as 2026-11-22T10:00:00Z, ' +
      'or to Unix seconds or milliseconds, and send the event again.'
  )
}

function isoToUnixSeconds(text: string): number | undefined {
  const parts = ISO_8601.exec(text)
  if (parts === null) return undefined

  const [, year, month, day, hour = '00', minute = '00', second = '00', zoneHours = '+00', zoneMinutes = '00'] = parts
  const date = `${year}-${month}-${day}`
  const moment = dayjs(`${date}T${hour}:${minute}:${second.replace(',', '.')}${zoneHours}:${zoneMinutes}`)
  return moment.isValid() && isInCalendar(date, Number(day)) ? moment.unix() : undefined
}

/** 30 February would become 2 March. Days that every month has need no look. */
function isInCalendar(date: string, day: number): boolean {
  return day <= 28 || dayjs(`${date}T00:00:00Z`).toISOString().startsWith(date)
}
