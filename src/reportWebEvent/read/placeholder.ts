import { isTyped, kindsOf, MISSING, PERSON, PLACE } from './nobody'
import { foldText, isLetterOrDigit } from './text'

/**
 * Readers of text, and words for nothing. A text that is left out gives way to the next source of its field.
 *
 * | reads | gives |
 * |---|---|
 * | `readText`, `readTexts` | the text of a value of any type, or all texts in it |
 * | `readIdentifier`, `readIdentifiers` | the same for an ID: only the `id` or `value` of an object |
 * | `cleanText` | a text in NFC, without invisible characters |
 * | `foldText` | the same in NFKC: full-width forms become ordinary ones |
 * | `foldWord` | the same in lower case, without accents and signs, to look up words |
 *
 * | finds | such as | in |
 * |---|---|---|
 * | `isWrittenByCode` | `null`, `[object Object]`, `{{id}}` | every text |
 * | `isPlaceholder` | also `n/a`, `unknown`, `未設定` | names, addresses, identifiers, currency, time, page |
 * | `isNowhere` | also `no city`, `Ciudad`, `0` | parts of an address |
 * | `isNobody` | also `ゲスト`, `Cliente`, `LINE User` | names |
 * | `isAnyone` | placeholders, `guest`, `default`, `0` | IDs of orders, products, events and clicks, currency, page |
 * | `isNoPerson` | all of `isNobody` and `isAnyone` | external IDs |
 */

/** Texts that code writes for a missing value: no one types them. They are left out of every field. */
const WRITTEN_BY_CODE =
  /^(?:(?:null|undefined|nan)(?:[\s,_-]*(?:null|undefined|nan))*|not[ _-]?set|\(none\)|object object|\[object \w+\]|invalid date|about:\w+|#(?:n\/a|ref!|name\?|value!|null!|num!|div\/0!))$/i

/** Macros that nobody replaced: `{{id}}`, `${id}`, `%%ID%%`, `__ID__`, `[[id]]`, `<%= id %>`, and their encoded forms. */
const MACRO = /^(?:\$?\{[^}]*\}+|%%.*%%|__\w+__|\[\[.*\]\]|<%.*%>|(?:%24)?%7b.*)$/i

/** Forms of a missing value that hold no word: IDs of zeros, tags and encoded tags, and macros of percent signs. */
const FORMS_OF_NOTHING =
  /^(?:x{3,}|[0-]{36}|[f-]{36}|<\/?[a-z][\w .-]*>|&lt;.*&gt;|\[[a-z][\w .-]*\]|%\w+%|\p{L}\/\p{L})$/iu

/** Texts that stand for anyone. As an identifier, they would merge thousands of people into one. */
const ANYONE = /^(?:guest|anonymous|anonym|anon|visitor|user|customer|default|na|infinity|\$[a-z_]\w*)$/i

/** Nothing, which some forms and programs write as a number. */
const ZERO = /^(?:-1|[+-]?0+(?:\.0+)?)$/

/** No letter and no digit, or a character that stands for unreadable bytes. */
const UNREADABLE = /^[^\p{L}\p{N}]*$|\uFFFD|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/u

/** Quotes and brackets that are written around a placeholder, such as `"null"` and `(unknown)`. */
const WRAPPED = /^(?:"(.*)"|'(.*)'|\((.*)\)|<(.*)>|\[(.*)\])$/

/** First letters of what code writes. All else that it writes begins with a sign. */
const FIRST_LETTERS_OF_CODE = 'nuoiaNUOIA'

/**
 * Whether none of the patterns above can match a text: ASCII that begins with a letter or a number and holds a
 * digit or an at sign. Most identifiers are of this kind. It takes much less time than the patterns.
 */
function isOrdinary(text: string): boolean {
  const first = text.charCodeAt(0)
  let isMarked = isOneToNine(first === PLUS ? text.charCodeAt(1) : first)
  if (!isMarked && !isLetterOrDigit(first)) return false
  for (let index = 1; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x20 || code > 0x7e) return false
    isMarked = isMarked || isOneToNine(code) || code === AT
  }
  return isMarked && !((first | 32) === A && /^about:/i.test(text))
}

const PLUS = '+'.charCodeAt(0)
const AT = '@'.charCodeAt(0)
const A = 'a'.charCodeAt(0)

function isOneToNine(code: number): boolean {
  return code >= 49 && code <= 57
}

/** Words of letters: of the patterns above, only those of code and the forms of nothing can match. */
const WORDS = /^[a-z]+(?:[ ._-][a-z]+)*$/i

/** Whether a text stands for a missing value in any field. */
export function isWrittenByCode(text: string): boolean {
  if (isLetterOrDigit(text.charCodeAt(0)) && !FIRST_LETTERS_OF_CODE.includes(text[0])) return false
  return !isOrdinary(text) && isCode(foldText(text))
}

/** Whether a text stands for a missing name or address. */
export function isPlaceholder(text: string): boolean {
  return standsFor(text, MISSING)
}

/** Whether a text stands for a missing part of an address. */
export function isNowhere(text: string): boolean {
  return standsFor(text, MISSING | PLACE) || ZERO.test(foldText(text))
}

/** Whether a text is nobody's name. Names of one or two letters are real. */
export function isNobody(text: string): boolean {
  return standsFor(text, MISSING | PERSON) || (text.length > 2 && !isOrdinary(text) && isTyped(text))
}

function standsFor(text: string, kinds: number): boolean {
  if (isOrdinary(text)) return false
  // No program writes NaN so: it is a name, and a province of Thailand.
  if (text === 'Nan') return false
  // Initials of a name would be "K.A."; German forms write so for no value.
  if (text === 'k.A.' || text === 'k. A.') return true
  if (WORDS.test(text))
    return (kindsOf(text) & kinds) !== 0 || FORMS_OF_NOTHING.test(text) || WRITTEN_BY_CODE.test(text)

  const folded = foldText(text)
  const bare = unwrap(folded)
  const isForm = FORMS_OF_NOTHING.test(folded) || (bare !== folded && FORMS_OF_NOTHING.test(bare))
  return isForm || UNREADABLE.test(folded) || isCode(folded) || (kindsOf(bare) & kinds) !== 0
}

/** Whether a text cannot identify one event, click, product or order. */
export function isAnyone(text: string): boolean {
  return !isOrdinary(text) && (isPlaceholder(text) || isAnyoneWord(unwrap(foldText(text))))
}

/** Whether a text cannot identify one person. */
export function isNoPerson(text: string): boolean {
  return !isOrdinary(text) && (isAnyone(text) || standsFor(text, PERSON))
}

function isAnyoneWord(bare: string): boolean {
  return ANYONE.test(bare) || ZERO.test(bare)
}

/** Some texts have brackets of their own, such as `(none)`, the word of Google Analytics for no value. */
function isCode(folded: string): boolean {
  const bare = unwrap(folded)
  return MACRO.test(folded) || WRITTEN_BY_CODE.test(bare) || (bare !== folded && WRITTEN_BY_CODE.test(folded))
}

function unwrap(text: string): string {
  return isLetterOrDigit(text.charCodeAt(0)) ? text : text.replace(WRAPPED, '$1$2$3$4$5').trim()
}
