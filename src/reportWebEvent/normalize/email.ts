import { foldWord, splitWords } from '../read/nobody'
import { isNobody, isPlaceholder } from '../read/placeholder'
import { foldText } from '../read/text'
import { NO_EMAIL } from '../read/words/emails'

/** The address in `Jane <jane@example.com>`. */
const IN_ANGLE_BRACKETS = /^[^<]*<([^<>]+)>$/

/** A label before an address (`mailto:`, `Email: `), and what is copied with one: a query, a comment, punctuation. */
const AROUND_EMAIL = /^[^@:]*:\s*|^[\s"'`“”„‘’«»<([{,;:]+|\?.*$|\([^()]*\)[^\p{L}\p{N}]*$|[^\p{L}\p{N}]+$/gsu

const EMAIL =
  /^[^\s@"<>()[\],;:\\]+@(?:[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]{2,}$/u

/** A domain is short, and patterns take long to read texts that cannot be addresses. */
const MAX_EMAIL = 320

/**
 * Trims and lower-cases an address, without the decorations of mail programs; `undefined` unless one `@` has text on
 * both sides.
 */
export function normalizeEmail(text: string): string | undefined {
  const email = addressIn(text)
  return email === undefined || isNobodysEmail(email) ? undefined : email
}

/** The address of a text, whoever it belongs to. */
function addressIn(text: string): string | undefined {
  if (text.length > 2 * MAX_EMAIL) return undefined
  const folded = decodeAt(foldText(text).toLowerCase())
  if (folded.length > MAX_EMAIL) return undefined
  const [, inBrackets = folded] = IN_ANGLE_BRACKETS.exec(folded) ?? []
  // Removing a label can reveal a bracket.
  const email = inBrackets.replace(AROUND_EMAIL, '').replace(AROUND_EMAIL, '').replace(/。/g, '.')
  return EMAIL.test(email) ? email : undefined
}

/** Decodes an address of which the `@` is encoded, as in the query of a URL. */
function decodeAt(text: string): string {
  if (text.includes('@') || !text.includes('%40')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Endings that no address on the internet has: RFC 2606, RFC 6761, RFC 6762, RFC 8375, and those of private networks. */
const RESERVED = /\.(?:invalid|test|example|local|localhost|localdomain|internal|lan|home\.arpa)$/

/** A part that is masked, and the IDs of WhatsApp, which look like addresses. */
const NO_ADDRESS = /^[^@]*\*\*|@(?:s\.whatsapp\.net|[cg]\.us|lid)$/

/** What hands type without thinking: one letter again and again, or a row of keys. */
const TYPED = /^(?:(.)\1*|abc|abcd|abcde|asd|asdf|asdfgh?|qwe|qwer|qwerty?|zxc|zxcv|123|1234|12345|123456)$/

/** The shortest of these that counts with any domain. */
const MIN_TYPED = 4

/** The words of `NO_EMAIL` without spaces. Made when the first address is read. */
let noEmail: ReadonlySet<string> | undefined

/**
 * Tells whether an address is nobody's: its ending is reserved; its first part is a word for nobody, with or without a
 * number behind `test`; its domain is; both are of one such word; or both are typed without thinking.
 */
export function isNobodysEmail(text: string): boolean {
  const email = addressIn(text)
  if (email === undefined) return false
  const at = email.indexOf('@')
  const local = email.slice(0, at).replace(/\+.*$/s, '')
  const [label, ...rest] = email.slice(at + 1).split('.')
  if (RESERVED.test(email) || NO_ADDRESS.test(email)) return true
  if (TYPED.test(local)) {
    if (/^\d/.test(local)) return local === label
    return local.length >= MIN_TYPED || isPlaceholder(local) || (TYPED.test(label) && label !== 'qq')
  }
  if (isNobody(local) || isNoEmail(local)) return true

  const domain = rest.length > 1 && rest[0].length > 3 ? rest[0] : label
  if (isNobodysDomain(label) || (domain !== label && isNobodysDomain(domain))) return true
  const word = local.replace(AFTER_WORD, '')
  return word !== local && isNobody(word) && isNobody(label)
}

/** What shops append to a word for nobody, such as `_3f2a` in `guest_3f2a@guest.example.com`. */
const AFTER_WORD = /[._-].*$|\d{1,9}$/s

/** The shortest word that counts as a domain: `no.com` and `na.com` are those of companies. */
const MIN_DOMAIN = 4

/** Words for nobody that are also names of families and companies, and the domain of examples. */
const REAL_DOMAINS = ['example', 'guest', 'gast', 'muster', 'prova']

function isNobodysDomain(label: string): boolean {
  return label.length >= MIN_DOMAIN && isNoEmail(label) && !REAL_DOMAINS.includes(label)
}

function isNoEmail(part: string): boolean {
  noEmail = noEmail ?? new Set(Object.values(NO_EMAIL).flatMap(splitWords).map(joined))
  const word = joined(foldWord(part))
  return noEmail.has(word) || /^(?:tests?|teste|prueba)\d{1,3}$/.test(word)
}

function joined(word: string): string {
  return word.replace(/ /g, '')
}
