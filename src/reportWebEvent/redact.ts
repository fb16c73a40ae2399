import type { TikTokEvent } from './types'

/** Nobody needs more of an answer's text to mend an event. */
const MAX_LENGTH = 500

/** What is looked at: long texts would take long, and the end is cut off in any case. */
const MAX_INPUT_LENGTH = 2000

/** Email addresses, also as they stand in URLs, URLs, E.164 numbers and SHA-256 digests, wherever TikTok found them. */
const PERSONAL = /[^\s@]{1,64}(?:@|%40)[^\s@]{1,255}|https?:\/\/\S+|\+\d{7,15}|[a-f0-9]{64}/gi

const REDACTED = '[redacted]'

/**
 * TikTok's text, fit for a log: it may quote what it complains about. The token and the texts of the events are
 * replaced, and what looks like an identifier as well.
 */
export function redact(text: string, token: string, events: readonly TikTokEvent[]): string {
  const secrets = [token, ...events.flatMap(textsOf)].filter((secret) => secret.length > 0)
  // The longest first: an address may begin with another one.
  secrets.sort((a, b) => b.length - a.length)
  const input = text.slice(0, MAX_INPUT_LENGTH)
  const redacted = secrets.reduce((rest, secret) => (rest.includes(secret) ? replaceWord(rest, secret) : rest), input)
  return redacted.replace(PERSONAL, REDACTED).slice(0, MAX_LENGTH)
}

/** Replaces a text where it stands for itself: a state such as `ca` is a part of many words. */
function replaceWord(text: string, word: string): string {
  const escaped = word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu'), REDACTED)
}

/** A country and a language tell nobody apart, and their codes are words as well. */
function textsOf({ user, page, lead, properties }: TikTokEvent): string[] {
  const { country: _country, locale: _locale, ...person } = user ?? {}
  const { currency: _currency, content_type: _type, ...order } = properties ?? {}
  const values = [person, page, lead, order].flatMap((part) => Object.values(part ?? {}).flat())
  return values.filter((value): value is string => typeof value === 'string')
}
