import { PayloadValidationError } from '@segment/actions-core'
import dayjs from 'dayjs'

/** Unix seconds of times from 1973 to 2286. */
const UNIX_SECONDS = /^\d{9,10}(?:\.\d*)?$/
/** Unix milliseconds of times from 2001 to 2286. */
const UNIX_MILLISECONDS = /^\d{13}(?:\.\d*)?$/

/** ISO 8601, extended or basic: a date, optionally a time, optionally a time zone. */
const ISO_8601 =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2}(?:[.,]\d+)?))? ?(?:Z|([+-]\d{2})(?::?(\d{2}))?)?)?$/i

/**
 * Parses a time in ISO 8601, Unix seconds or Unix milliseconds. A time without a time zone is UTC.
 * @returns whole Unix seconds, rounded down
 * @throws PayloadValidationError for any other text
 */
export function toUnixSeconds(timestamp: string): number {
  if (UNIX_SECONDS.test(timestamp)) return Math.floor(Number(timestamp))
  if (UNIX_MILLISECONDS.test(timestamp)) return Math.floor(Number(timestamp) / 1000)

  const seconds = isoToUnixSeconds(timestamp)
  if (seconds >= 0) return seconds

  throw new PayloadValidationError(
    'Event Timestamp could not be parsed. Map it to an ISO 8601 time such as 2026-11-22T10:00:00Z, ' +
      'or to Unix seconds or milliseconds, and send the event again.'
  )
}

/** Parses an ISO 8601 time; `NaN` if the text is not one. */
function isoToUnixSeconds(text: string): number {
  const parts = ISO_8601.exec(text)
  if (parts === null) return Number.NaN

  const [, year, month, day, hour = '00', minute = '00', second = '00', zoneHours = '+00', zoneMinutes = '00'] = parts
  if (!isInMonth(Number(day), `${year}-${month}`)) return Number.NaN

  const time = `${hour}:${minute}:${second.replace(',', '.')}`
  return Math.floor(Date.parse(`${year}-${month}-${day}T${time}${zoneHours}:${zoneMinutes}`) / 1000)
}

/** Tells whether a month has a day, because JavaScript reads 30 February as 2 March. Every month has days 1 to 28. */
function isInMonth(day: number, yearAndMonth: string): boolean {
  return day <= 28 || day <= dayjs(`${yearAndMonth}-01`).daysInMonth()
}
