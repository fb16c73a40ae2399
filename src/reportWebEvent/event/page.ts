import { MAX_LENGTHS } from '../constants'
import type { Payload } from '../generated-types'
import type { Warn } from '../left-out'
import { readText } from '../read/text'
import { readUrl } from '../read/url'
import type { TikTokPage } from '../types'
import type { OtherSources } from './fallbacks'
import { isMapped } from './fallbacks'
import type { Complete } from './values'
import { reasonAgainst, unreadable } from './values'

/** Builds the page. TikTok requires its URL, so a referrer without one is left out. */
export function buildPage(payload: Payload, others: OtherSources, warn: Warn): Complete<TikTokPage> | undefined {
  const url = readUrl(payload.url) ?? (isMapped(others, 'url') ? otherUrl(others) : undefined)
  if (url === undefined) {
    noteUnusable(payload.url, 'url', warn)
    return undefined
  }
  const referrer =
    readUrl(payload.referrer) ?? (isMapped(others, 'referrer') ? readUrl(others.properties.referrer) : undefined)
  if (referrer === undefined) noteUnusable(payload.referrer, 'referrer', warn)
  return { url, referrer }
}

function noteUnusable(value: unknown, field: string, warn: Warn): void {
  const text = readText(value)
  if (text === undefined) unreadable(value, field, warn)
  else warn(field, reasonAgainst(text, MAX_LENGTHS.text))
}

/** A page call holds its address in the properties. */
function otherUrl({ properties, page }: OtherSources): string | undefined {
  return readUrl(properties.url) ?? readUrl(page.url)
}
