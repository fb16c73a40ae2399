/** Texts that code writes for a missing value: no one types them. They are left out of every field. */
const WRITTEN_BY_CODE =
  /^(?:null|undefined|nan|\(?not[ _-]set\)?|\(none\)|\[?object object\]?|__\w+__|%%.*%%|\$?\{+[^}]*\}+|%7b.*|\[\[.*\]\]|about:blank)$/i

/** Texts that people and forms write for a missing value. A search may be for them, a person is not named like them. */
const MISSING =
  /^(?:n\/a|n\.a\.?|none|nil|unknown|unspecified|not (?:provided|available|applicable|given)|missing|empty|redacted|\[?(?:redacted|hidden|removed|filtered|masked)\]?|x{3,}|true|false|[0-]{36})$/i

/** Texts that stand for anyone. As an identifier, they would merge thousands of people into one. */
const ANYONE = /^(?:guest|anonymous|anon|visitor|user|customer|default|-1|-?0+(?:\.0+)?)$/i

/** No letter and no digit, or a character that stands for unreadable bytes. */
const UNREADABLE = /^[^\p{L}\p{N}]*$|\uFFFD|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/u

/** Tells whether a text stands for a missing value in any field. */
export function isWrittenByCode(text: string): boolean {
  return WRITTEN_BY_CODE.test(text)
}

/** Tells whether a text stands for a missing name or address. */
export function isPlaceholder(text: string): boolean {
  const trimmed = text.trim()
  return UNREADABLE.test(trimmed) || MISSING.test(trimmed) || WRITTEN_BY_CODE.test(trimmed)
}

/** Tells whether a text cannot identify one person, event, click or order. */
export function isAnyone(text: string): boolean {
  return ANYONE.test(text.trim()) || isPlaceholder(text)
}
