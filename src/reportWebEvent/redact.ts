import type { TikTokEvent } from './types'
import { KEYS, KNOWN_WORDS, LISTS } from './vocabulary'

/** The most characters of a redacted message, enough to fix an event. */
const MAX_LENGTH = 500

/** The most characters of a message that are read. */
const MAX_INPUT_LENGTH = 2000

const REDACTED = '[redacted]'

/** Email addresses (also URL-encoded), URLs, E.164 numbers and SHA-256 digests. */
const PERSONAL = /[^\s@]{1,64}(?:@|%40)[^\s@]{1,255}|https?:\/\/\S+|\+\d{7,15}|[a-f0-9]{64}/gi

/** A word between the punctuation before it and behind it. */
const WORD = /^["'([]*(.*?)([.,:;!?"')\]]*)$/

/** The position of an event, a product or another item of a list. */
const INDEX = /^\d{1,3}$/

const HAS_LETTER = /\p{L}/u

const REPEATED = /\[redacted\](?: \[redacted\])+/g

/**
 * The shapes of request ids: TikTok's begin with a date, those of the sandbox count from 1 with twenty digits. Other
 * digits can be a phone number, and other hex the bytes of an email address.
 */
const REQUEST_ID = /^(?:\d{1,3}|0{11}\d{9}|20\d{6}(?:\d{6}[\da-f]{0,40})?)$/i

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
  const known = words.map((word) => redactWord(word, safeCode)).join(' ')
  const folded = known.toLowerCase()
  const values = events
    .flatMap(textsOf)
    .filter((value) => HAS_LETTER.test(value) && folded.includes(value.toLowerCase()))
  // The longest comes first, because one value may begin with another.
  values.sort((a, b) => b.length - a.length)
  return values.reduce(replacePhrase, known).replace(REPEATED, REDACTED).slice(0, MAX_LENGTH)
}

/** The message of an accepted request. It says nothing but OK, so another text is not searched for values. */
export function redactAcceptance(message: string): string {
  return message === 'OK' ? message : REDACTED
}

/** Repeats a request id only if it looks like one, and shares nothing with the token or a value of an event. */
export function redactRequestId(id: string, { token, events }: Confidential): string {
  const isShared = (text: string) =>
    Math.min(text.length, id.length) >= SECRET_LENGTH && (text.includes(id) || id.includes(text))
  const isSafe = REQUEST_ID.test(id) && !sharesPart(id, token) && !events.flatMap(textsOf).some(isShared)
  return isSafe ? id : REDACTED
}

/** Leaves out the end of a long text, from the word that the limit would divide. */
function cut(text: string): string {
  return text.length > MAX_INPUT_LENGTH ? text.slice(0, MAX_INPUT_LENGTH).replace(/\S*$/, REDACTED) : text
}

function redactWord(word: string, pixelCode: string | undefined): string {
  const [, core, after] = WORD.exec(word) as RegExpExecArray
  const isKnown = core === '' || core === pixelCode || KNOWN_WORDS.has(core.toLowerCase()) || isPosition(core)
  return isKnown ? word : REDACTED + after.replace(/["')\]]/g, '')
}

/** Whether a text consists of keys and positions, such as `data.3.user.email.0` and `data[3].event_id`. */
function isPosition(text: string): boolean {
  const steps = text
    .toLowerCase()
    .replace(/\[(\d+)(?:\]|$)/g, '.$1')
    .split('.')
  return steps.every((step, index) => (INDEX.test(step) ? LISTS.has(steps[index - 1]) : KEYS.has(step)))
}

/** Replaces a text only as whole words outside positions, because a state such as `ca` is a part of many words. */
function replacePhrase(text: string, phrase: string): string {
  const escaped = phrase.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return text.replace(new RegExp(`(?<![\\w.[])${escaped}(?!\\w|[.[]\\w)`, 'gi'), REDACTED)
}

/** Whether two texts share a part that is long enough to tell something of a secret, in any case. */
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
