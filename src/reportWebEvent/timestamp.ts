import { PayloadValidationError } from '@segment/actions-core'
import dayjs from 'dayjs'
import { foldText } from './read/text'

/**
 * Unix seconds of times from 1973 to 2286, and milliseconds, microseconds and nanoseconds of times from 2001 on, whose
 * first ten digits are the seconds.
 */
const UNIX = /^(?:\d{9,10}|\d{13})(?:\.\d*)?$|^(?:\d{16}|\d{19})$/

/** Milliseconds as .NET writes them in JSON. */
const DOTNET_DATE = /^\\?\/Date\((\d{13})(?:[+-]\d{4})?\)\\?\/$/

const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}(?:[.,]\d+)?))?(?: ?(?<half>[ap])\.?m\.?)?`
const ZONE = String.raw`(?<zone>(?:GMT|UTC|UT)?[+-]\d{2}:?\d{2}|GMT|UTC|UT|Z|[ECMP][SD]T)(?: \(.*\))?`
const TIME = `(?:(?:,|,? at)? ${CLOCK}(?: ?${ZONE})?)?`
const WEEKDAY = '(?:[a-z]{3,9},? )?'

/** Dates of RFC 2822, HTTP, JavaScript and Unix, and as people and spreadsheets write them. */
const OTHER_DATES = [
  String.raw`${WEEKDAY}(?<day>\d{1,2})[ -](?<month>[a-z]{3,9})[ -](?<year>\d{4})${TIME}`,
  String.raw`${WEEKDAY}(?<month>[a-z]{3,9})\.? (?<day>\d{1,2}),? (?<year>\d{4})${TIME}`,
  String.raw`[a-z]{3} (?<month>[a-z]{3}) {1,2}(?<day>\d{1,2}) ${CLOCK} ${ZONE} (?<year>\d{4})`,
  String.raw`(?<year>\d{4})(?<sign>[-/])(?<month>\d{1,2})\k<sign>(?<day>\d{1,2})${TIME}`,
  String.raw`(?<first>\d{1,2})(?<sign>[-/.])(?<second_part>\d{1,2})\k<sign>(?<year>\d{4})${TIME}`,
  String.raw`(?<year>\d{4})-(?<month>\d{2})`
].map((form) => new RegExp(`^${form}$`, 'i'))

const MONTHS = 'january february march april may june july august september october november december'.split(' ')

/** Hours of the time zones of the United States, as RFC 2822 names them. */
const ZONE_HOURS: Record<string, string> = {
  EST: '-05',
  EDT: '-04',
  CST: '-06',
  CDT: '-05',
  MST: '-07',
  MDT: '-06',
  PST: '-08',
  PDT: '-07'
}

/** The farthest time in the future that an event can have, in seconds: a year. */
const MAX_AHEAD = 366 * 24 * 60 * 60

/**
 * ISO 8601, extended or basic: a date, optionally a time, optionally a time zone. The name of a zone in brackets adds
 * nothing to an offset; without one, it would have to be looked up.
 */
const ISO_8601 =
  /^(\d{4})([-/]?)(\d{2})\2(\d{2})(?:[T ](\d{1,2}):?(\d{2})(?::?(\d{2}(?:[.,]\d+)?))? ?(?:(?:Z|UTC|GMT|([+-]\d{2})(?::?(\d{2}))?(?: \(?UTC\)?)?)(?:\[[\w/+-]+\])?|\[(?:Etc\/)?(?:Z|UTC|GMT)\])?)?$/i

/** Most times are written so. The days that not every month has are left to the general form. */
const UTC =
  /^(?:19[7-9]|2\d\d)\d-(?:0[1-9]|1[0-2])-(?:[01][1-9]|[12]0|2[1-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/

/**
 * Parses a time in ISO 8601, RFC 2822, Unix seconds to nanoseconds, or as people write dates. Without a time zone it is UTC.
 * @returns whole Unix seconds, rounded down
 * @throws PayloadValidationError for any other text
 */
export function toUnixSeconds(text: string): number {
  if (UTC.test(text)) return Math.floor(Date.parse(text) / 1000)
  const timestamp = foldText(text)
    .replace(/^"(.*)"$/, '$1')
    .replace(/\u2212/g, '-')
  const seconds = isoToUnixSeconds(timestamp) ?? unixToSeconds(timestamp) ?? otherToUnixSeconds(timestamp)
  if (seconds !== undefined && seconds >= 0) return seconds

  throw new PayloadValidationError(
    'Event Timestamp could not be parsed. Map it to an ISO 8601 time such as 2026-11-22T10:00:00Z, ' +
      'or to Unix seconds or milliseconds, and send the event again.'
  )
}

/**
 * @param now Unix milliseconds
 * @throws PayloadValidationError for a time more than a year ahead: TikTok could not attribute the event
 */
export function checkNotFarAhead(seconds: number, now: number): number {
  if (seconds - now / 1000 <= MAX_AHEAD) return seconds

  throw new PayloadValidationError(
    'Event Timestamp lies more than a year in the future. TikTok attributes events to the time they happened. ' +
      'Map the time of the event and send the event again.'
  )
}

function unixToSeconds(text: string): number | undefined {
  const digits = text.replace(DOTNET_DATE, '$1')
  return UNIX.test(digits) ? Number(digits.slice(0, 10)) : undefined
}

/** Parses a date in one of the other forms; `undefined` if the text is in none, or names no day that exists. */
function otherToUnixSeconds(text: string): number | undefined {
  for (const form of OTHER_DATES) {
    const parts = form.exec(text)?.groups
    const date = parts === undefined ? undefined : dateOf(parts)
    if (parts === undefined || date === undefined) continue
    const { hour = '0', minute = '00', second = '00', half, zone = 'Z' } = parts
    const hours = half === undefined ? Number(hour) : hourOfDay(Number(hour), half)
    return hours === undefined ? undefined : secondsOf(date, `${pad(hours)}:${minute}:${second}`, offsetOf(zone))
  }
  return undefined
}

/** An ISO 8601 date of year, month and day; without a day, the first one. */
function dateOf({ year, month, day = '1', first, second_part, sign }: Record<string, string>): string | undefined {
  if (first !== undefined) return dateOfNumbers(Number(first), Number(second_part), year, sign === '/')
  const number = /^\d/.test(month)
    ? Number(month)
    : MONTHS.findIndex((name) => name.startsWith(month.toLowerCase())) + 1
  return `${year}-${pad(number)}-${pad(Number(day))}`
}

/** The month comes first, as in the United States, unless it cannot. Other signs than slashes do not show the order. */
function dateOfNumbers(first: number, second: number, year: string, isSlash: boolean): string | undefined {
  if (first > 12) return `${year}-${pad(second)}-${pad(first)}`
  return isSlash || second > 12 || first === second ? `${year}-${pad(first)}-${pad(second)}` : undefined
}

/** The hour of the day for one of a clock with twelve hours. */
function hourOfDay(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

function offsetOf(zone: string): string {
  const [, hours, minutes] = /([+-]\d{2}):?(\d{2})$/.exec(zone) ?? ['', ZONE_HOURS[zone.toUpperCase()] ?? '+00', '00']
  return `${hours}:${minutes}`
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}

/** Parses an ISO 8601 time; `undefined` if the text is not one, `NaN` if its month does not have the day. */
function isoToUnixSeconds(text: string): number | undefined {
  const parts = ISO_8601.exec(text)
  if (parts === null) return undefined

  const [, year, , month, day, hour = '00', minute = '00', second = '00', zoneHours = '+00', zoneMinutes = '00'] = parts
  return secondsOf(
    `${year}-${month}-${day}`,
    `${hour.padStart(2, '0')}:${minute}:${second}`,
    `${zoneHours}:${zoneMinutes}`
  )
}

/** @returns `NaN` for a time that does not exist */
function secondsOf(date: string, time: string, offset: string): number {
  if (!isInMonth(date)) return Number.NaN
  if (time.includes(':60')) return leapSecond(`${date}T${time.replace(/:60.*/, ':59')}${offset}`)
  return Math.floor(Date.parse(`${date}T${time.replace(',', '.')}${offset}`) / 1000)
}

/** A leap second ends a day, and has the Unix time of the next one. */
function leapSecond(before: string): number {
  const seconds = Date.parse(before) / 1000 + 1
  return seconds % 86_400 === 0 ? seconds : Number.NaN
}

/** Whether a month has a day, because JavaScript reads 30 February as 2 March. Every month has days 1 to 28. */
function isInMonth(date: string): boolean {
  const day = Number(date.slice(8))
  return day <= 28 || day <= dayjs(`${date.slice(0, 7)}-01`).daysInMonth()
}
