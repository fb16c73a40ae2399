import type { TikTokEvent } from './types'

/** Nobody needs more of an answer's text to mend an event. */
const MAX_LENGTH = 500

/** Shorter values, such as a country or a language, tell nobody apart and would tear ordinary words to pieces. */
const MIN_SECRET_LENGTH = 4

/** Email addresses, E.164 numbers and SHA-256 digests, wherever TikTok found them. */
const PERSONAL = /\S+@\S+|\+\d{7,15}|[a-f0-9]{64}/gi

const REDACTED = '[redacted]'

/**
 * TikTok's text, fit for a log: it may quote what it complains about. The token and everything that the events say of
 * a person are replaced, and what looks like an identifier as well.
 */
export function redact(text: string, token: string, events: readonly TikTokEvent[]): string {
  const secrets = [token, ...events.flatMap(personalTexts)].filter((secret) => secret.length >= MIN_SECRET_LENGTH)
  // The longest first: an address may begin with another one.
  secrets.sort((a, b) => b.length - a.length)
  const redacted = secrets.reduce((rest, secret) => rest.split(secret).join(REDACTED), text)
  return redacted.replace(PERSONAL, REDACTED).slice(0, MAX_LENGTH)
}

function personalTexts({ user, page, lead }: TikTokEvent): string[] {
  const values = [user, page, lead].flatMap((part) => Object.values(part ?? {}).flat())
  return values.filter((value): value is string => value !== undefined)
}
