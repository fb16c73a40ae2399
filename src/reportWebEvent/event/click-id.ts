import { MAX_LENGTHS } from '../constants'
import type { Payload } from '../generated-types'
import type { Warn } from '../left-out'
import { firstFound } from '../read/lists'
import { readText } from '../read/text'
import { clickIdIn, isSameHost, readClickId, readCookieId } from '../read/url'
import type { OtherSources } from './fallbacks'
import { isMapped, valuesOf } from './fallbacks'
import { noteUnusable } from './values'

const READERS = { ttclid: readClickId, ttp: readCookieId }

/** The keys under which events hold each. */
const KEYS = { ttclid: ['ttclid', 'tt_clid', 'TTCLID', 'ttClid', 'tiktok_click_id'], ttp: ['ttp', '_ttp'] }

/** The mapped click ID, or else that in the address of the page. A placeholder does not hide a real one. */
export function clickId(payload: Payload, others: OtherSources, warn: Warn): string | undefined {
  const mapped = firstIdentifier('ttclid', payload.ttclid, others, warn)
  if (mapped !== undefined) return mapped
  const url = readText(payload.url)
  return (url && clickIdIn(url)) ?? otherClickId(payload, url, others)
}

/** The click ID in other addresses: of the page, in its query, and of a page of the same shop that led to it. */
function otherClickId({ referrer }: Payload, url: string | undefined, others: OtherSources): string | undefined {
  const { page, properties } = others
  const pages = isMapped(others, 'url') ? [properties.url, page.url, page.search, properties.search] : []
  const found = firstFound(pages, (value) => clickIdIn(readText(value) ?? ''))
  if (found !== undefined) return found
  const before = readText(referrer) ?? ''
  return url !== undefined && isSameHost(url, before) ? clickIdIn(before) : undefined
}

/** The ID of the cookie of the TikTok Pixel. */
export function cookieId(payload: Payload, others: OtherSources, warn: Warn): string | undefined {
  return firstIdentifier('ttp', payload.ttp, others, warn)
}

function firstIdentifier(field: keyof typeof READERS, mapped: unknown, others: OtherSources, warn: Warn) {
  const read = READERS[field]
  const own = read(mapped)
  if (own !== undefined) return own
  noteUnusable(mapped, field, MAX_LENGTHS.identifier, warn)
  // A parameter that an address repeats arrives as a list.
  return firstFound(valuesOf(others, field, KEYS[field], others.clickIds).flat(), read)
}
