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
  if (seconds >= 0) return seconds

  throw new PayloadValidationError(
    'Event Timestamp is no time that can be read. Map it to an ISO 8601 time such as 2026-11-22T10:00:00Z, ' +
      'or to Unix seconds or milliseconds, and send the event again.'
  )
}

/** NaN for what is no such time. */
function isoToUnixSeconds(text: string): number {
  const parts = ISO_8601.exec(text)
  if (parts === null) return Number.NaN

  const [, year, month, day, hour = '00', minute = '00', second = '00', zoneHours = '+00', zoneMinutes = '00'] = parts
  if (!isInMonth(Number(day), `${year}-${month}`)) return Number.NaN

  const time = `${hour}:${minute}:${second.replace(',', '.')}`
  return Math.floor(Date.parse(`${year}-${month}-${day}T${time}${zoneHours}:${zoneMinutes}`) / 1000)
}

/** JavaScript would take 30 February for 2 March. Days that every month has need no look. */
function isInMonth(day: number, yearAndMonth: string): boolean {
  return day <= 28 || day <= dayjs(`${yearAndMonth}-01`).daysInMonth()
}
