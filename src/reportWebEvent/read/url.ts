import { MAX_LENGTHS } from '../constants'
import { isAnyone, isWrittenByCode } from './placeholder'
import { cleanText, readText } from './text'

/** The beginning of a click ID in an address. Delimiters may be encoded, also for HTML and JSON. */
const CLICK_ID = /(?:^|[?&#;]|%3f|%26|%3b|\\u0026)ttclid(?:=|%3d)([^?&#;]+)/i

/** The first character that no click ID holds, in an address. */
const AFTER_ID = /(?:[^\x21-\x7e]|[?&#;/"'<>()[\]{}|,\\^`]).*/s

/** Words of macros that nobody replaced, and of tests, such as `CLICKID` and `_CLICKID_PARAM_`. */
const MACRO_WORDS: ReadonlySet<string> = new Set(
  `click id clickid clkid ttclid ttclickid tt clid ttp tiktok tiktokclickid param parameter value macro placeholder here
  your yourclickid my the insert replace test testing sample example dummy demo callback abc xxx asdf`.split(/\s+/)
)

/** The longest text that can be made of them, in characters. TikTok's IDs are longer. */
const MAX_MACRO = 60

/** An address is decoded so often, because it may be a parameter of another address. */
const MAX_DECODINGS = 3

/** Reads an address; `undefined` if it stands for a missing address, or is too long. */
export function readUrl(value: unknown): string | undefined {
  const url = readText(value)
  if (url === undefined || url.length > MAX_LENGTHS.text) return undefined
  const host = hostOf(url)
  const isMissing = host?.includes('.') ? isWrittenByCode(host) : isAnyone(host ?? url)
  return isMissing ? undefined : url
}

/** Finds the click ID that TikTok added to an address. A pattern finds it in addresses that are not valid, too. */
export function clickIdIn(url: string): string | undefined {
  if (!/ttclid/i.test(url)) return undefined
  let text = url
  for (let decodings = 0; decodings < MAX_DECODINGS; decodings++) {
    let rest = text
    for (let found = CLICK_ID.exec(rest); found !== null; found = CLICK_ID.exec(rest)) {
      const clickId = cutId(decode(found[1]))
      if (clickId !== undefined) return clickId
      rest = rest.slice(found.index + found[0].length)
    }
    text = decode(text)
  }
  return undefined
}

/** Reads a click ID from a text that may hold more, such as the rest of an address. */
export function readClickId(value: unknown): string | undefined {
  const text = readText(value)
  if (text === undefined) return undefined
  return clickIdIn(text) ?? cutId(decode(text))
}

/** Reads the ID of the cookie `_ttp` from its value, or from a text such as `_ttp=…; path=/`. */
export function readCookieId(value: unknown): string | undefined {
  const text = readText(value)
  return text && cutId(text.replace(/^_?ttp=/i, ''))
}

/** An ID up to the first character that none holds; `undefined` for a placeholder, and for a text that is too long. */
function cutId(text: string): string | undefined {
  if (isAnyone(text) || isMacro(text)) return undefined
  const id = withoutDots(cleanText(text).replace(/^["']/, '').replace(AFTER_ID, ''))
  return id.length > MAX_LENGTHS.identifier || (id !== text && (isAnyone(id) || isMacro(id))) ? undefined : id
}

/** A text without the dots at its end: a pattern would take time that grows with their square. */
function withoutDots(text: string): string {
  let end = text.length
  while (text[end - 1] === '.') end--
  return text.slice(0, end)
}

/** Whether a text holds only words of macros, and numbers beside them. */
function isMacro(text: string): boolean {
  if (text.length > MAX_MACRO) return false
  const words = text.split(/[^a-z]+/i).filter((word) => word !== '')
  return words.length > 0 && words.every((word) => MACRO_WORDS.has(word.toLowerCase()))
}

function decode(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Whether two addresses are of the same host. */
export function isSameHost(one: string, other: string): boolean {
  const host = hostOf(one)
  return host !== undefined && host === hostOf(other)
}

function hostOf(url: string): string | undefined {
  return /^https?:\/\/([^/?#]+)/i.exec(url)?.[1].toLowerCase()
}
