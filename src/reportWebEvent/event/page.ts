import { MAX_LENGTHS } from '../constants'
import type { Payload } from '../generated-types'
import type { Warn } from '../left-out'
import { readUrl } from '../read/url'
import type { TikTokPage } from '../types'
import type { OtherSources } from './fallbacks'
import { isMapped } from './fallbacks'
import type { Complete } from './values'
import { noteUnusable } from './values'

/** Builds the page. TikTok requires its URL, so a referrer without one is left out. */
export function buildPage(payload: Payload, others: OtherSources, warn: Warn): Complete<TikTokPage> | undefined {
  const url = readUrl(payload.url) ?? (isMapped(others, 'url') ? otherUrl(others) : undefined)
  if (url === undefined) {
    noteUnusable(payload.url, 'url', MAX_LENGTHS.text, warn)
    return undefined
  }
  const referrer =
    readUrl(payload.referrer) ?? (isMapped(others, 'referrer') ? readUrl(others.properties.referrer) : undefined)
  if (referrer === undefined) noteUnusable(payload.referrer, 'referrer', MAX_LENGTHS.text, warn)
  return { url, referrer }
}

/** A page call holds its address in the properties. */
function otherUrl({ properties, page }: OtherSources): string | undefined {
  return readUrl(properties.url) ?? readUrl(page.url)
}
