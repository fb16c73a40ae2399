import type { TikTokEvent } from './types'
import { KEYS, KNOWN_WORDS, LISTS } from './vocabulary'

/** The most characters of a redacted message, enough to fix an event. */
const MAX_LENGTH = 500

/** The most characters of a message that are read. */
const MAX_INPUT_LENGTH = 2000

const REDACTED = '[redacted]'

/** Email addresses (also URL-encoded), URLs, E.164 numbers and SHA-256 digests. */
const PERSONAL = /(?<![^\s@])[^\s@]+(?:@|%40)[^\s@]+|https?:\/\/\S+|\+\d{7,15}|[a-f0-9]{64}/gi

/** Punctuation before a word, and behind it. */
const BEFORE_WORD = /^["'([]+/
const AFTER_WORD = /(?<![.,:;!?"')\]])[.,:;!?"')\]]+$/

/** The position of an event, a product or another item of a list. */
const INDEX = /^\d{1,3}$/

/** Positions in the lists that one item can be nested in. More of them could be the digits of a phone number. */
const MAX_INDEXES = 2

const HAS_LETTER = /\p{L}/u

const REPEATED = /\[redacted\](?: \[redacted\])+/g

const DATE = '20\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])'
const TIME = '(?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\d'

/**
 * The shapes of request ids: TikTok's are a date, a time and up to twenty hex digits (captured), those of the sandbox
 * count from 1 with twenty digits.
 */
const REQUEST_ID = new RegExp(`^(?:\\d{1,3}|0{14}\\d{6}|${DATE}(?:${TIME}([\\da-f]{18,20}))?)$`, 'i')

/** A tail that names a host of TikTok by its IP address, each number with three digits. */
const HOST = /^010\d{9}[\da-f]{6,8}$/i

/** As many decimal digits can be a phone number. */
const MANY_DIGITS = /\d{9}/

/** As many printable characters in the bytes of a tail are hardly a coincidence. */
const TEXT = /[\x20-\x7e]{6}/

/** Characters that a tail does not share by coincidence with the texts of a request. */
const SHARED_LENGTH = 8

/** The length from which a part of the token is a secret. */
const SECRET_LENGTH = 6

/** The token, the Pixel Code, and the events that TikTok answers. */
export interface Confidential {
  token: string
  pixelCode: string
  events: readonly TikTokEvent[]
}

/** Replaces everything that looks like an identifier of a person in a text of the customer, such as an event name. */
export function redactIdentifiers(text: string): string {
  return text.replace(PERSONAL, REDACTED)
}

/**
 * Makes a message of TikTok safe to repeat, because it may quote the token or a value it rejects, in any encoding and
 * cut anywhere. Only known words, keys, positions and the Pixel Code pass. Known words that are a value of an event are
 * replaced too.
 */
export function redactMessage(message: string, { token, pixelCode, events }: Confidential): string {
  const safeCode = sharesPart(pixelCode, token) ? undefined : pixelCode
  const words = cut(message).split(/\s+/).filter(Boolean)
  // The digits of a phone number could be spread over several positions.
  let positions = 0
  const isFurtherPosition = (word: string) => hasIndex(word) && ++positions > 1
  const known = words.map((word) => (isFurtherPosition(word) ? REDACTED : redactWord(word, safeCode))).join(' ')
  const folded = known.toLowerCase()
  const values = events
    .flatMap(textsOf)
    .filter((value) => HAS_LETTER.test(value) && folded.includes(value.toLowerCase()))
  // The longest comes first, because one value may begin with another.
  values.sort((a, b) => b.length - a.length)
  return values.reduce(replacePhrase, known).replace(REPEATED, REDACTED).slice(0, MAX_LENGTH)
}

/** The message of an accepted request. It holds nothing but OK, so another text is not searched for values. */
export function redactAcceptance(message: string): string {
  return message === 'OK' ? message : REDACTED
}

/** Repeats a request id only if it looks like one, and shares nothing with the token or a value of an event. */
export function redactRequestId(id: string, { token, events }: Confidential): string {
  const [, tail = ''] = REQUEST_ID.exec(id) ?? []
  const isSafe = REQUEST_ID.test(id) && !isText(tail) && !sharesPart(id, token)
  return isSafe && !isShared(id, tail, events) ? id : REDACTED
}

/** Whether the hex digits of a request id can be a text, or a phone number. */
function isText(tail: string): boolean {
  const bytesFrom = (start: number) => Buffer.from(tail.slice(start), 'hex').toString('latin1')
  return TEXT.test(bytesFrom(0)) || TEXT.test(bytesFrom(1)) || (MANY_DIGITS.test(tail) && !HOST.test(tail))
}

/** Whether a request id is a value of an event, or its tail shares digits with one. */
function isShared(id: string, tail: string, events: readonly TikTokEvent[]): boolean {
  const texts = events.flatMap(textsOf).join('\n').toLowerCase()
  const starts = Array.from({ length: Math.max(0, tail.length - SHARED_LENGTH + 1) }, (_, start) => start)
  const parts = starts.map((start) => tail.slice(start, start + SHARED_LENGTH))
  return [...parts, ...(id.length >= SECRET_LENGTH ? [id] : [])].some((part) => texts.includes(part.toLowerCase()))
}

/** Leaves out the end of a long text, from the word that the limit would divide. */
function cut(text: string): string {
  return text.length > MAX_INPUT_LENGTH ? text.slice(0, MAX_INPUT_LENGTH).replace(/(?<!\S)\S*$/, REDACTED) : text
}

/** A word without the punctuation around it, and the punctuation behind it. */
function splitWord(word: string): [core: string, after: string] {
  const rest = word.replace(BEFORE_WORD, '')
  const [after = ''] = AFTER_WORD.exec(rest) ?? []
  return [rest.slice(0, rest.length - after.length), after]
}

function redactWord(word: string, pixelCode: string | undefined): string {
  const [core, after] = splitWord(word)
  const isKnown = core === '' || core === pixelCode || KNOWN_WORDS.has(core.toLowerCase()) || isPosition(core)
  return isKnown ? word : REDACTED + after.replace(/["')\]]/g, '')
}

/** Whether a word is a position with numbers. */
function hasIndex(word: string): boolean {
  const [core] = splitWord(word)
  return /\d/.test(core) && isPosition(core)
}

/** Whether a text consists of keys and positions, such as `data.3.user.email.0` and `data[3].event_id`. */
function isPosition(text: string): boolean {
  const steps = text
    .toLowerCase()
    .replace(/\[(\d+)(?:\]|$)/g, '.$1')
    .split('.')
  const isKnown = (step: string, index: number) => (INDEX.test(step) ? LISTS.has(steps[index - 1]) : KEYS.has(step))
  return steps.every(isKnown) && steps.filter((step) => INDEX.test(step)).length <= MAX_INDEXES
}

/** Replaces a text only as whole words outside positions, because a state such as `ca` is a part of many words. */
function replacePhrase(text: string, phrase: string): string {
  const escaped = phrase.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return text.replace(new RegExp(`(?<![\\w.[])${escaped}(?!\\w|[.[]\\w)`, 'gi'), REDACTED)
}

/** Whether two texts share a part that is long enough to disclose something of a secret, in any case. */
function sharesPart(text: string, secret: string): boolean {
  const folded = text.toLowerCase()
  const starts = Array.from({ length: Math.max(0, secret.length - SECRET_LENGTH + 1) }, (_, start) => start)
  return starts.some((start) => folded.includes(secret.slice(start, start + SECRET_LENGTH).toLowerCase()))
}

/** The texts of an event. Codes of countries, languages and currencies do not identify a person, and are also words. */
function textsOf({ user, page, lead, properties }: TikTokEvent): string[] {
  const { country: _country, locale: _locale, ...person } = user ?? {}
  const { currency: _currency, content_type: _type, contents = [], ...order } = properties ?? {}
  const values = [person, page, lead, order, ...contents].flatMap((part) => Object.values(part ?? {}).flat())
  return values.filter((value): value is string => typeof value === 'string')
}
