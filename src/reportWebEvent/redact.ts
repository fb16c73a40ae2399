import type { TikTokEvent } from './types'

/** The most characters of a redacted text, enough to fix an event. */
const MAX_LENGTH = 500

/** The most characters to search. Longer texts take long, and their end is cut off anyway. */
const MAX_INPUT_LENGTH = 2000

/** Email addresses (also URL-encoded), URLs, E.164 numbers and SHA-256 digests. */
const PERSONAL = /[^\s@]{1,64}(?:@|%40)[^\s@]{1,255}|https?:\/\/\S+|\+\d{7,15}|[a-f0-9]{64}/gi

const REDACTED = '[redacted]'

/**
 * Makes a text of TikTok safe to log, because it may quote the value it rejects. Replaces the token, the texts of the
 * events, and everything that looks like an identifier.
 */
export function redact(text: string, token: string, events: readonly TikTokEvent[]): string {
  const secrets = [token, ...events.flatMap(textsOf)].filter((secret) => secret.length > 0)
  // The longest comes first, because one address may begin with another.
  secrets.sort((a, b) => b.length - a.length)
  const input = text.slice(0, MAX_INPUT_LENGTH)
  const redacted = secrets.reduce((rest, secret) => (rest.includes(secret) ? replaceWord(rest, secret) : rest), input)
  return redacted.replace(PERSONAL, REDACTED).slice(0, MAX_LENGTH)
}

/** Replaces a text only as a whole word, because a state such as `ca` is a part of many words. */
function replaceWord(text: string, word: string): string {
  const escaped = word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu'), REDACTED)
}

/** The texts of an event. Codes of countries, languages and currencies do not identify a person, and are also words. */
function textsOf({ user, page, lead, properties }: TikTokEvent): string[] {
  const { country: _country, locale: _locale, ...person } = user ?? {}
  const { currency: _currency, content_type: _type, ...order } = properties ?? {}
  const values = [person, page, lead, order].flatMap((part) => Object.values(part ?? {}).flat())
  return values.filter((value): value is string => typeof value === 'string')
}
