import { foldText } from './text'

/** Texts that code writes for a missing value: no one types them. They are left out of every field. */
const WRITTEN_BY_CODE =
  /^(?:(?:null|undefined|nan)(?:[\s,_-]*(?:null|undefined|nan))*|not[ _-]?set|\(none\)|object object|\[object \w+\]|invalid date|about:\w+|#(?:n\/a|ref!|name\?|value!|null!|num!|div\/0!))$/i

/** Macros that nobody replaced: `{{id}}`, `${id}`, `%%ID%%`, `__ID__`, `[[id]]`, `<%= id %>`, and their encoded forms. */
const MACRO = /^(?:\$?\{+[^}]*\}+|%%.*%%|__\w+__|\[\[.*\]\]|<%.*%>|(?:%24)?%7b.*)$/i

/** Texts that people and forms write for a missing value. A search may be for them, a person is not named like them. */
const MISSING =
  /^(?:n\/a|n\.a\.?|none|nil|(?:unknown|anonymous|guest)[ _-]user|unknown|unspecified|no[ _-]?data|not[ _-]?(?:provided|available|applicable|given|logged[ _-]?in)|missing|empty|blank|redacted|hidden|removed|filtered|masked|deleted|x{3,}|true|false|[0-]{36}|[f-]{36}|<\/?[a-z][\w .-]*>|&lt;.*&gt;|\[[a-z][\w .-]*\]|%\w+%)$/i

/** Texts that stand for anyone. As an identifier, they would merge thousands of people into one. */
const ANYONE =
  /^(?:guest|anonymous|anonym|anon|visitor|user|customer|default|na|infinity|\$[a-z_]\w*|-1|[+-]?0+(?:\.0+)?)$/i

/** Nothing, which some forms and programs write as a number. */
const ZERO = /^(?:-1|[+-]?0+(?:\.0+)?)$/

/** No letter and no digit, or a character that stands for unreadable bytes. */
const UNREADABLE = /^[^\p{L}\p{N}]*$|\uFFFD|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/u

/** Quotes and brackets that are written around a placeholder, such as `"null"` and `(unknown)`. */
const WRAPPED = /^(?:"(.*)"|'(.*)'|\((.*)\)|<(.*)>|\[(.*)\])$/

const BEGINS_WITH_SIGN = /^[^\p{L}\p{N}]/u

/**
 * Texts that none of the patterns above can match: ASCII that begins with a letter or a number and holds a digit or an
 * at sign. Most identifiers are of this kind. One pattern takes much less time than all of them.
 */
const ORDINARY = /^(?!about:)(?:\+?[1-9]|[a-z](?=.*[1-9@]))[\x20-\x7e]*$/i

/** Tells whether a text stands for a missing value in any field. */
export function isWrittenByCode(text: string): boolean {
  if (ORDINARY.test(text)) return false
  return isCode(foldText(text))
}

/** Tells whether a text stands for a missing name or address. */
export function isPlaceholder(text: string): boolean {
  if (ORDINARY.test(text)) return false
  const folded = foldText(text)
  const bare = unwrap(folded)
  const isMissing = MISSING.test(folded) || (bare !== folded && MISSING.test(bare))
  return isMissing || UNREADABLE.test(folded) || isCode(folded)
}

/** Tells whether a text cannot identify one person, event, click or order. */
export function isAnyone(text: string): boolean {
  return !ORDINARY.test(text) && (isPlaceholder(text) || ANYONE.test(unwrap(foldText(text))))
}

/** Tells whether a text is the number that stands for nothing. */
export function isZero(text: string): boolean {
  return ZERO.test(foldText(text))
}

/** Some texts have brackets of their own, such as `(none)`, the word of Google Analytics for no value. */
function isCode(folded: string): boolean {
  const bare = unwrap(folded)
  return MACRO.test(folded) || WRITTEN_BY_CODE.test(bare) || (bare !== folded && WRITTEN_BY_CODE.test(folded))
}

function unwrap(text: string): string {
  if (!BEGINS_WITH_SIGN.test(text)) return text
  return (
    WRAPPED.exec(text)
      ?.slice(1)
      .find((part) => part !== undefined)
      ?.trim() ?? text
  )
}
