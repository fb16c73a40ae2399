import fc from 'fast-check'
import { readJson } from '../runner/sources/json-reader'
import { sumOf } from '../src/reportWebEvent/event/prices'
import {
  normalizeEmail,
  normalizeExternalId,
  normalizeIp,
  normalizeName,
  normalizePhone,
  normalizeZipCode
} from '../src/reportWebEvent/normalize'
import { isAnyone, isNoPerson, isNowhere, isPlaceholder, isWrittenByCode } from '../src/reportWebEvent/read/placeholder'
import { cleanText, foldText, readTexts } from '../src/reportWebEvent/read/text'
import { toUnixSeconds } from '../src/reportWebEvent/timestamp'
import { runsOf } from './__helpers__/runs'

fc.configureGlobal({ seed: 20261129 })

/** An invisible character, which is removed: behind it, no text is read in a shorter way than any other. */
const INVISIBLE = '\u200b'

const CODE = [
  'null',
  'undefined',
  'NaN',
  'not set',
  'none',
  'object Object',
  'Invalid Date',
  'about:',
  'blank',
  '#N/A',
  '#REF!',
  '{{id}}',
  '{id}',
  '%%ID%%',
  '__ID__',
  '[[id]]',
  '<%= id %>',
  '%7Bid%7D',
  'xxx',
  '0',
  '00000000-0000-0000-0000-000000000000',
  '<br>',
  '[name]',
  '%id%',
  'n/a',
  'guest',
  'customer',
  'default',
  'infinity',
  '$id',
  '-1',
  '+0',
  '0.00',
  'unknown',
  'Ciudad',
  'no city',
  'k',
  'nan'
]

const PARTS = [
  ...[
    'jane',
    'Doe',
    'Köln',
    'São',
    'ß',
    'ÿ',
    '×',
    'é',
    'e\u0301',
    'ﬁ',
    'ſ',
    'Ａ',
    'ゲスト',
    'K',
    'İ',
    '\ud83d',
    '\ufffd',
    '\u00ad',
    '\u00a0',
    '\u00b9'
  ],
  ...[
    '1',
    '$',
    '7',
    '42',
    '@',
    '+',
    '-',
    '_',
    '.',
    ',',
    ' ',
    '/',
    ':',
    ';',
    '(',
    ')',
    '<',
    '>',
    '"',
    "'",
    '%',
    '%40',
    '?',
    '~',
    '\t',
    '\n'
  ],
  ...[
    'jane@',
    'example.com',
    'shop.example',
    'mailto:',
    '+1',
    '202',
    '5550123',
    '0049',
    '30',
    ' ext ',
    '203.0.113.',
    '10.',
    '::ffff:',
    ':443',
    '2001:db8::1'
  ],
  ...['2026', '-11-', '-02-', '22', '31', '30', 'T', '24', '09:00', ':60', ':59', '.123', 'Z', '+02:00', 'z']
]

/** Texts that the patterns know, and their parts in any order, among the parts of ordinary ones. */
const text = fc.oneof(
  fc.constantFrom(...CODE),
  fc.array(fc.constantFrom(...CODE, ...PARTS), { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom(...CODE), fc.constantFrom('', ...PARTS)).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom(...PARTS), fc.constantFrom(...CODE)).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 }),
  fc.string({ unit: fc.constantFrom(...'aZ09.@-+ é'), minLength: 1, maxLength: 8 }),
  fc.stringMatching(/^[\w.+-]{1,5}@[a-zA-Z\d.-]{1,6}\.[a-z]{1,3}$/),
  fc.stringMatching(/^\+?[0-9]{8,16}$/),
  fc.stringMatching(
    /^(?:19|20|2[0-9])[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](?:\.[0-9]{1,4})?Z$/
  )
)

/** German forms write `k.A.` for no value, and `Nan` is a name. Both count only if nothing else is written. */
const anyText = text.map((each) => each.trim()).filter((each) => !/^k\. ?A\.$|^Nan$/.test(each))

/** Beside an at sign, no word stands for nothing: it is the name of an account. */
const noAccount = anyText.filter((each) => !each.includes('@') || /[1-9]/.test(each))

const seconds = (each: string) => {
  try {
    return toUnixSeconds(each)
  } catch (error) {
    return (error as Error).message
  }
}

const WORDS = { isWrittenByCode, isPlaceholder, isNowhere, isAnyone, isNoPerson }

const READERS: Record<string, (each: string) => unknown> = {
  ...WORDS,
  foldText,
  cleanText,
  normalizeExternalId,
  normalizeName,
  normalizePhone: (each) => normalizePhone(each, 'us'),
  normalizeZipCode: (each) => normalizeZipCode(each, 'us'),
  toUnixSeconds: seconds
}

it.each(Object.keys(READERS))('%s reads a text in the short way as in the general one', (name) => {
  const read = READERS[name]
  const texts = name in WORDS || name === 'normalizeExternalId' || name === 'normalizeZipCode' ? noAccount : anyText
  fc.assert(
    fc.property(texts, (each) => {
      expect([each, read(each)]).toEqual([each, read(INVISIBLE + each)])
    }),
    { numRuns: runsOf(2000) }
  )
})

it.each(Object.keys(WORDS) as (keyof typeof WORDS)[])(
  'no pattern of %s matches a text that is ordinary by its characters',
  (name) => {
    const standsForNothing = WORDS[name]
    const ordinary = noAccount.filter(
      (each) => /^(?!about:)(?:\+?[1-9]|[a-z0].*[1-9@])/i.test(each) && /^[ -~]*$/.test(each)
    )
    fc.assert(
      fc.property(ordinary, (each) => {
        expect([each, standsForNothing(each), standsForNothing(INVISIBLE + each)]).toEqual([each, false, false])
      }),
      { numRuns: runsOf(2000) }
    )
  }
)

it('an address alone is read as one in brackets', () => {
  const around = fc.constantFrom('', ...PARTS)
  const address = fc
    .tuple(around, fc.constantFrom('jane@', 'Jane.D+x@', 'é@'), fc.constantFrom('example.com', 'x-y.co', 'a.b'), around)
    .map((parts) => parts.join('').trim())
  const alone = fc.oneof(anyText, address).filter((each) => !/[<>]/.test(each))
  fc.assert(
    fc.property(alone, (each) => {
      expect([each, normalizeEmail(each)]).toEqual([each, normalizeEmail(`<${each}>`)])
    }),
    { numRuns: runsOf(2000) }
  )
})

it('an IPv4 address alone is read as one with a port', () => {
  const first = fc.constantFrom(0, 10, 100, 127, 169, 172, 192, 198, 203, 224, 256)
  const second = fc.constantFrom(0, 18, 64, 88, 168, 254)
  fc.assert(
    fc.property(first, second, fc.nat(256), fc.nat(256), (...parts) => {
      const ip = parts.join('.')
      expect([ip, normalizeIp(ip)]).toEqual([ip, normalizeIp(`${ip}:443`)])
    }),
    { numRuns: runsOf(1000) }
  )
})

it('rounds a sum as `toFixed` does', () => {
  const number = fc.oneof(
    fc.double({ min: 0, max: 1e21, noNaN: true }),
    fc.tuple(fc.nat(10 ** 9), fc.nat(6)).map(([whole, decimals]) => whole / 10 ** decimals)
  )
  fc.assert(
    fc.property(number, fc.nat(20), (price, quantity) => {
      const sum = sumOf({ contents: [{ price, quantity }], odd: [], isCountable: true })
      expect(sum).toBe(Number((price * quantity).toFixed(4)))
    }),
    { numRuns: runsOf(2000) }
  )
})

it('reads a list of one as a longer one', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      expect(readTexts([value])).toEqual(readTexts([value, null]))
    }),
    { numRuns: runsOf(500) }
  )
})

it('keeps the digits of a number wherever it is in a line, as beside one that is certainly too long', () => {
  const number = fc.oneof(
    fc.stringMatching(/^-?[1-9]\d{12,20}$/),
    fc.stringMatching(/^[1-9]\d{8,16}\.\d{1,12}$/),
    fc.constantFrom('1', '12.5', '1e5', '9007199254740991', '9007199254740993', '1234567890.1600000001')
  )
  const value = fc.oneof(
    number,
    fc.stringMatching(/^[\da-z. ]{0,40}$/).map((each) => JSON.stringify(each))
  )
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), fc.nat(20), (values, spaces) => {
      const json = `[${' '.repeat(spaces)}${values.join(',')}]`
      expect(readJson(json)).toEqual((readJson(`[${json},12345678901234567]`) as unknown[])[0])
    }),
    { numRuns: runsOf(1000) }
  )
})
