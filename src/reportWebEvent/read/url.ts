import { isAnyone, isWrittenByCode } from './placeholder'
import { readText } from './text'

/** The beginning of a click ID in an address, after which the ID ends at the first character that none holds. */
const CLICK_ID = /(?:[?&#;]|%3f|%26|&amp;)ttclid(?:=|%3d)([^?&#;\s"'<>()[\]{}|,\\^`]+)/i

/** Reads an address; `undefined` for one that code writes for a missing address. */
export function readUrl(value: unknown): string | undefined {
  const url = readText(value)
  return url === undefined || isWrittenByCode(url) ? undefined : url
}

/** Finds the click ID that TikTok added to an address. A pattern finds it in addresses that are not valid, too. */
export function clickIdIn(url: string | undefined): string | undefined {
  if (url === undefined || !/ttclid/i.test(url)) return undefined
  const [, encoded] = CLICK_ID.exec(url) ?? []
  if (encoded === undefined || isAnyone(encoded)) return undefined
  const clickId = decode(encoded)
  return isAnyone(clickId) ? undefined : clickId
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Tells whether two addresses are of the same host. */
export function isSameHost(one: string, other: string): boolean {
  const [hostOfOne, hostOfOther] = [one, other].map((url) => /^https?:\/\/([^/?#]+)/i.exec(url)?.[1].toLowerCase())
  return hostOfOne !== undefined && hostOfOne === hostOfOther
}
