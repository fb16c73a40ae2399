/** Signs between the values of a list, also full-width, Arabic and ideographic. */
const COMMA = /[,;|，；、،]/

/** The texts, each once; `undefined` if there are none. */
export function distinct(texts: string[]): string[] | undefined {
  if (texts.length > 1) return [...new Set(texts)]
  return texts.length === 0 ? undefined : texts
}

/** What is found for the first of some values that gives anything. */
export function firstFound<Value, Found>(
  values: readonly Value[],
  find: (value: Value) => Found | undefined
): Found | undefined {
  for (const value of values) {
    const found = find(value)
    if (found !== undefined) return found
  }
  return undefined
}

/** The parts of all texts. Most are alone, and are no list. */
export function splitAll(texts: readonly string[], split: (text: string) => string[]): string[] {
  return texts.length === 1 ? split(texts[0]) : texts.flatMap(split)
}

/** The addresses of a text that may be a list, such as `Jane <jane@example.com>, john@example.com`. */
export function splitEmails(text: string): string[] {
  if (text.indexOf('@') === text.lastIndexOf('@')) return [text]
  const words = text.split(/\s+/)
  const parts = words.every((word) => word.includes('@')) ? words : text.split(COMMA)
  return parts.flatMap((part) => part.split(COMMA)).filter((part) => part.includes('@'))
}

/** A sign behind which another phone number begins. What follows one number may also be its extension. */
const BETWEEN_PHONES = / ?[,;|，；、،] ?(?=[+(]*\d[\d ().-]{6})| ?(?:\/|\bor\b|\band\b) ?(?=\+)/i

const MAY_BE_LIST = /[,;|，；、،/a-z]/i

/** The numbers of a text that may be a list. */
export function splitPhones(text: string): string[] {
  return MAY_BE_LIST.test(text) ? text.replace(/\s+/g, ' ').split(BETWEEN_PHONES) : [text]
}
