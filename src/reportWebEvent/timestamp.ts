import { PayloadValidationError } from '@segment/actions-core'
import dayjs from 'dayjs'
import { foldText } from './read/text'

/** Unix seconds of times from 1973 to 2286. */
const UNIX_SECONDS = /^\d{9,10}(?:\.\d*)?$/
/** Unix milliseconds of times from 2001 to 2286. */
const UNIX_MILLISECONDS = /^\d{13}(?:\.\d*)?$/

/** Unix microseconds and nanoseconds of the same times. */
const UNIX_MICROSECONDS = /^\d{16}$/
const UNIX_NANOSECONDS = /^\d{19}$/

const CLOCK = String.raw`\d{1,2}:\d{2}(?::\d{2})?`
const ZONE = '(?:GMT|UTC|UT|Z|(?:GMT|UTC)?[+-]\\d{2}:?\\d{2})'

/** Dates with the name of their month and a time zone: of RFC 2822, HTTP, JavaScript and Unix, and as people write them. */
const DATE_IN_WORDS = [
  `(?:[a-z]{3,9}, )?\\d{1,2} [a-z]{3,9} \\d{4},? ${CLOCK} (?:${ZONE}|[ECMP][SD]T)`,
  `(?:[a-z]{3,9},? )?[a-z]{3,9} \\d{1,2},? \\d{4},? ${CLOCK}(?: [ap]m)? ${ZONE}(?: \\(.*\\))?`,
  `[a-z]{3} [a-z]{3} {1,2}\\d{1,2} ${CLOCK} ${ZONE} \\d{4}`
].map((form) => new RegExp(`^${form}$`, 'i'))

/** The farthest time in the future that an event can have, in seconds: a year. */
const MAX_AHEAD = 366 * 24 * 60 * 60

/**
 * ISO 8601, extended or basic: a date, optionally a time, optionally a time zone. The name of a zone in brackets adds
 * nothing to an offset; without one, it would have to be looked up.
 */
const ISO_8601 =
  /^(\d{4})([-/]?)(\d{2})\2(\d{2})(?:[T ](\d{1,2}):?(\d{2})(?::?(\d{2}(?:[.,]\d+)?))? ?(?:(?:Z|UTC|GMT|([+-]\d{2})(?::?(\d{2}))?(?: \(?UTC\)?)?)(?:\[[\w/+-]+\])?|\[(?:Etc\/)?(?:Z|UTC|GMT)\])?)?$/i

/**
 * Parses a time in ISO 8601, RFC 2822, or Unix seconds to nanoseconds. A time without a time zone is UTC.
 * @returns whole Unix seconds, rounded down
 * @throws PayloadValidationError for any other text
 */
export function toUnixSeconds(text: string): number {
  const timestamp = foldText(text).replace(/^"(.*)"$/, '$1')
  const seconds = isoToUnixSeconds(timestamp) ?? unixToSeconds(timestamp) ?? wordsToUnixSeconds(timestamp)
  if (seconds !== undefined && seconds >= 0) return seconds

  throw new PayloadValidationError(
    'Event Timestamp could not be parsed. Map it to an ISO 8601 time such as 2026-11-22T10:00:00Z, ' +
      'or to Unix seconds or milliseconds, and send the event again.'
  )
}

/**
 * @param now Unix milliseconds
 * @throws PayloadValidationError for a time more than a year ahead, in which TikTok could not attribute the event
 */
export function checkNotFarAhead(seconds: number, now: number): number {
  if (seconds - now / 1000 <= MAX_AHEAD) return seconds

  throw new PayloadValidationError(
    'Event Timestamp lies more than a year in the future. TikTok attributes events to the time they happened. ' +
      'Map the time of the event and send the event again.'
  )
}

function unixToSeconds(text: string): number | undefined {
  if (UNIX_SECONDS.test(text)) return Math.floor(Number(text))
  if (UNIX_MILLISECONDS.test(text)) return Math.floor(Number(text) / 1000)
  if (UNIX_MICROSECONDS.test(text)) return Math.floor(Number(text) / 1e6)
  return UNIX_NANOSECONDS.test(text) ? Math.floor(Number(text.slice(0, -3)) / 1e6) : undefined
}

function wordsToUnixSeconds(text: string): number | undefined {
  return DATE_IN_WORDS.some((form) => form.test(text)) ? Math.floor(Date.parse(text) / 1000) : undefined
}

/** Parses an ISO 8601 time; `undefined` if the text is not one, `NaN` if its month does not have the day. */
function isoToUnixSeconds(text: string): number | undefined {
  const parts = ISO_8601.exec(text)
  if (parts === null) return undefined

  const [, year, , month, day, hour = '00', minute = '00', second = '00', zoneHours = '+00', zoneMinutes = '00'] = parts
  if (!isInMonth(Number(day), `${year}-${month}`)) return Number.NaN

  const time = `${hour.padStart(2, '0')}:${minute}:${second.replace(',', '.')}`
  return Math.floor(Date.parse(`${year}-${month}-${day}T${time}${zoneHours}:${zoneMinutes}`) / 1000)
}

/** Tells whether a month has a day, because JavaScript reads 30 February as 2 March. Every month has days 1 to 28. */
function isInMonth(day: number, yearAndMonth: string): boolean {
  return day <= 28 || day <= dayjs(`${yearAndMonth}-01`).daysInMonth()
}
