import { foldWord, isTyped, splitWords } from '../read/nobody'
import { isNobody, isPlaceholder } from '../read/placeholder'
import { foldText } from '../read/text'
import { NO_EMAIL, TYPED_TWICE } from '../read/words/emails'

/** The address in `Jane <jane@example.com>`. */
const IN_ANGLE_BRACKETS = /^[^<]*<([^<>]+)>$/

/** A label before an address (`mailto:`, `Email: `), and what is copied with one: a query, a comment, punctuation. */
const AROUND_EMAIL =
  /^[^@:]*:\s*|^[\s"'`“”„‘’«»<([{,;:]+|\?.*$|\([^()]*\)[^\p{L}\p{N}()]*$|(?<![^\p{L}\p{N}])[^\p{L}\p{N}]+$/gsu

const EMAIL =
  /^[^\s@"<>()[\],;:\\]+@(?:[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]{2,}$/u

/** Most addresses are written so, in any case: without anything around them. */
const PLAIN = /^[\w.+-]+@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/

/** A domain is short, and patterns take long to read texts that cannot be addresses. */
const MAX_EMAIL = 320

/**
 * Trims and lower-cases an address, without the decorations of mail programs; `undefined` unless one `@` has text on
 * both sides.
 */
export function normalizeEmail(text: string): string | undefined {
  const email = addressIn(text)
  return email === undefined || isNobodys(email) ? undefined : email
}

/** The address of a text, whoever it belongs to. */
function addressIn(text: string): string | undefined {
  if (text.length > 2 * MAX_EMAIL) return undefined
  const folded = decodeAt(foldText(text).toLowerCase())
  if (folded.length > MAX_EMAIL) return undefined
  if (PLAIN.test(folded)) return folded
  const [, inBrackets = folded] = IN_ANGLE_BRACKETS.exec(folded) ?? []
  // Removing a label can reveal a bracket.
  const email = inBrackets.replace(AROUND_EMAIL, '').replace(AROUND_EMAIL, '').replace(/。/g, '.')
  return EMAIL.test(email) ? email : undefined
}

/** Decodes an address with an encoded `@`, as in the query of a URL. */
function decodeAt(text: string): string {
  if (text.includes('@') || !text.includes('%40')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Endings that no address on the internet has: RFC 2606, RFC 6761, RFC 6762, and the endings of private networks. */
const RESERVED = new Set('invalid test example local localhost localdomain internal lan arpa'.split(' '))

/** The ends of IDs of WhatsApp, which look like addresses. */
const NO_DOMAINS = ['s.whatsapp.net', 'c.us', 'g.us']

/** The least characters that count with any domain if hands typed them without thinking. */
const MIN_TYPED = 4

/** The words of `NO_EMAIL` without spaces. Made when the first address is read. */
let noEmail: ReadonlySet<string> | undefined

/** The longest first word of texts that go on behind the @, as in `sem@email.com`. */
const MAX_FIRST_WORD = 5

/** Whether a text is an address that belongs to nobody. */
export function isNobodysEmail(text: string): boolean {
  const email = addressIn(text)
  return email !== undefined && isNobodys(email)
}

/**
 * Whether an address belongs to nobody: its ending is reserved; its first part is a word for nobody, with or without a
 * number behind `test`; its domain is; both are of one such word; or both are typed without thinking.
 */
function isNobodys(email: string): boolean {
  const at = email.indexOf('@')
  const domain = email.slice(at + 1)
  if (RESERVED.has(domain.slice(domain.lastIndexOf('.') + 1)) || NO_DOMAINS.includes(domain)) return true
  const local = withoutTag(email.slice(0, at))
  const [label, second] = domain.split('.', 3)
  if (local.includes('**')) return true
  if (isTyped(local)) {
    if (/^\d/.test(local)) return local === label
    return local.length >= MIN_TYPED || isPlaceholder(local) || (isTyped(label) && label !== 'qq')
  }
  if (isNobody(local) || isNoEmail(local)) return true
  if (local.length <= MAX_FIRST_WORD && isNoEmail(local + label)) return true
  if (local === label && TWICE.has(local)) return true
  if (isNobodysDomain(label) || isNobodysDomain(second)) return true
  const word = local.replace(AFTER_WORD, '')
  return word !== local && isNobody(word) && isNobody(label)
}

/** The tag behind `+` is of the owner's choice. */
function withoutTag(local: string): string {
  const plus = local.indexOf('+')
  return plus > 0 ? local.slice(0, plus) : local
}

/** What shops append to a word for nobody, such as `_3f2a` in `guest_3f2a@guest.example.com`. */
const AFTER_WORD = /[._-].*$|\d{1,9}$/s

/** Shorter words are the domains of companies, such as nema.org, except for these. `example.com` is for examples. */
const MIN_DOMAIN = 5
const SHORT_DOMAINS = ['test', 'none', 'null', 'fake']

function isNobodysDomain(label: string): boolean {
  return (label.length >= MIN_DOMAIN ? label !== 'example' : SHORT_DOMAINS.includes(label)) && isNoEmail(label)
}

function isNoEmail(part: string): boolean {
  noEmail = noEmail ?? new Set(Object.values(NO_EMAIL).flatMap(splitWords).map(joined))
  const word = /\d$/.test(part) ? WITH_NUMBER.exec(part)?.[1] : part
  if (word === undefined) return false
  return noEmail.has(joined(foldWord(word)))
}

/** A number does not make a long word an address, nor `test`. */
const WITH_NUMBER = /^([a-z._-]{7,40}|tests?|teste|prueba)\d{1,3}$/

const TWICE: ReadonlySet<string> = new Set(splitWords(TYPED_TWICE))

function joined(word: string): string {
  return word.replace(/ /g, '')
}
