import {
  normalizeEmail,
  normalizeExternalId,
  normalizeIp,
  normalizeName,
  normalizePhone,
  normalizeZipCode
} from '../reportWebEvent/normalize'
import { readCountry } from '../reportWebEvent/read/country'
import { isPlaceholder } from '../reportWebEvent/read/placeholder'

describe('email', () => {
  it.each<[text: string, email: string | undefined]>([
    [' ALICE_abc@Example.com ', 'alice_abc@example.com'],
    ['jane+ads@example.com', 'jane+ads@example.com'],
    ['j.a.n.e@example.com', 'j.a.n.e@example.com'],
    ['jörg@example.com', 'jörg@example.com'],
    ['n/a', undefined],
    ['@', undefined],
    ['@example.com', undefined],
    ['jane@', undefined],
    ['jane@example@com', undefined],
    ['', undefined]
  ])('%p becomes %p', (text, email) => expect(normalizeEmail(text)).toBe(email))
})

describe('phone', () => {
  it.each<[rule: string, text: string, country: string | undefined, phone: string | undefined]>([
    ['keeps E.164', '+12025550123', undefined, '+12025550123'],
    ['reads other spellings', '(+1)202 555-0123', undefined, '+12025550123'],
    ['drops an extension', '+1 202 555 0123 ext. 5', undefined, '+12025550123'],
    ['drops the trunk zero in brackets', '+44 (0)7700 900123', undefined, '+447700900123'],
    ['reads digits of other scripts', '+٤٤٧٧٠٠٩٠٠١٢٣', undefined, '+447700900123'],
    ['takes 00 for +', '0012025550123', undefined, '+12025550123'],
    ['takes 00 for + before spaces', '00 44 7700 900123', undefined, '+447700900123'],
    ['takes 00 for + in the United States, too', '00 44 7700 900123', 'US', '+447700900123'],
    ['takes 011 for + in the United States', '011 44 7700 900123', 'US', '+447700900123'],
    ['reads a national number with its country', '(202) 555-0123', 'US', '+12025550123'],
    ['reads bare national digits with their country', '2025550123', 'us', '+12025550123'],
    ['leaves a possible national number out that no plan holds', '07700 900123', 'GB', undefined],
    ['leaves a national number without its country out', '(202) 555-0123', undefined, undefined],
    ['leaves bare national digits without their country out', '2025550123', undefined, undefined],
    ['leaves a local number out', '555-0123', 'US', undefined],
    ['reads it with the name of its country', '2025550123', 'United States', '+12025550123'],
    ['ignores a country that does not exist', '+1 202 555 0123', 'XX', '+12025550123'],
    ['ignores it for bare digits as well', '12025550123', 'XX', '+12025550123'],
    ['gives bare international digits their +', '12025550123', undefined, '+12025550123'],
    ['gives spaced international digits their +', '1 202-555.0123', undefined, '+12025550123'],
    ["prefers the event's own country code", '4915112345601', 'DE', '+4915112345601'],
    ['prefers a valid national number to a foreign one', '4792345601', 'US', '+14792345601'],
    ['falls back to a foreign number', '12025550123', 'DE', '+12025550123'],
    ['leaves too few digits out', '+12025550', undefined, undefined],
    ['leaves too many digits out', '+1202555012345678', undefined, undefined],
    ['leaves more than 15 digits out', '+49 1511 234567890123', undefined, undefined],
    ['leaves a country code that does not exist out', '+999 1234', undefined, undefined],
    ['leaves a text of any length out', `+1${' '.repeat(300)}2025550123`, undefined, undefined],
    ['leaves one without space out as well', '+99912345678', undefined, undefined],
    ['drops a trunk zero', '+4407700900123', undefined, '+447700900123'],
    ['drops it when spaced', '+44 0 7700 900123', undefined, '+447700900123'],
    ['keeps the zero of Italian numbers', '+390612345601', undefined, '+390612345601'],
    ['knows that Mexico has given up its 1', '+5215512345601', undefined, '+525512345601'],
    ['knows it when spaced', '+52 1 55 1234 5601', undefined, '+525512345601'],
    ['knows it without a +', '5215512345601', undefined, '+525512345601'],
    ['knows it of a national number', '1 55 1234 5601', 'MX', '+525512345601'],
    ['knows that Mexico has given up its 01', '01 (55) 1234-5601', 'MX', '+525512345601'],
    ['knows that Mexico has given up its 044', '+52 044 55 1234 5601', undefined, '+525512345601'],
    ['knows that Mexico has given up its 045', '045 55 1234 5601', 'MX', '+525512345601'],
    ['keeps a Mexican number without them', '+525512345601', undefined, '+525512345601'],
    ['leaves an area code out that Mexico has not', '+521551234501', undefined, undefined],
    ['leaves fewer digits behind the 1 of Mexico out', '+52155123456', undefined, undefined],
    ['knows what became of 0120 in Vietnam', '0120 345 6701', 'VN', '+84703456701'],
    ['knows what became of 0123 in Vietnam', '+84 123 456 7012', undefined, '+84834567012'],
    ['knows what became of 0165 in Vietnam', '+841653456701', undefined, '+84353456701'],
    ['knows what became of 0199 in Vietnam', '841993456701', undefined, '+84593456701'],
    ['leaves a text out that no number is as long as', `+1 202 555 0123${' ext. 1'.repeat(40)}`, undefined, undefined],
    ['leaves out what everybody types, with a remark', '+8613800138000 (mobile)', undefined, undefined],
    ['leaves a prefix out that Vietnam never had', '0110 345 6701', 'VN', undefined],
    ['keeps a number of Vietnam of today', '0353456701', 'VN', '+84353456701'],
    ['drops the 80 that Belarus dials', '+375802949119 11', undefined, '+375294911911'],
    ['drops it without spaces', '+37580294911911', undefined, '+375294911911'],
    ['drops what tables add to numbers', '12025550123.0', undefined, '+12025550123'],
    ['drops it from a national number', '2025550123.0', 'US', '+12025550123'],
    ['leaves a repeated digit out', '1111111111', 'US', undefined],
    ['leaves a repeated digit in E.164 out', '+10000000000', undefined, undefined],
    ['leaves n/a out', 'n/a', undefined, undefined],
    ['leaves a lone + out', '+', undefined, undefined],
    ['leaves a blank out', '  ', undefined, undefined]
  ])('%s: %p of %p', (_rule, text, country, phone) => expect(normalizePhone(text, country)).toBe(phone))
})

describe('external id', () => {
  it.each<[text: string, id: string | undefined]>([
    [' User_123 ', 'User_123'],
    ['', undefined]
  ])('%p becomes %p: the case stays', (text, id) => expect(normalizeExternalId(text)).toBe(id))
})

describe('name, city and state', () => {
  it.each<[text: string, name: string | undefined]>([
    ['Jane', 'jane'],
    ["O'Neil-Smith Jr.", 'oneilsmithjr'],
    ['São Paulo', 'sãopaulo'],
    ['Łódź', 'łódź'],
    ['CA', 'ca'],
    ['東京', '東京'],
    ['...', undefined]
  ])('%p becomes %p', (text, name) => expect(normalizeName(text)).toBe(name))
})

describe('zip code', () => {
  it.each<[text: string, country: string | undefined, zipCode: string | undefined]>([
    ['95110', undefined, '95110'],
    ['95110-1234', 'US', '95110'],
    ['95110-1234', 'us', '95110'],
    ['95110-1234', undefined, '951101234'],
    ['95110-1234', 'United States', '95110'],
    ['M5V 3L9', 'CA', 'm5v3l9'],
    ['SW1A–1AA', 'GB', 'sw1a1aa'],
    ['951', 'US', '00951'],
    ['2139', 'US', '02139'],
    ['2139.0', 'US', '02139'],
    ['2139-4307', 'US', '02139'],
    ['601', 'PR', '00601'],
    ['6011234', 'PR', '00601'],
    ['123', 'US', '123'],
    ['2139', 'DE', '2139'],
    ['２１３９', 'US', '02139'],
    ['n/a', 'US', undefined],
    [' - ', 'US', undefined]
  ])('%p of %p becomes %p', (text, country, zipCode) => expect(normalizeZipCode(text, country)).toBe(zipCode))
})

describe('country', () => {
  it.each<[text: string, country: string | undefined]>([
    [' US ', 'us'],
    ['de', 'de'],
    ['United States', 'us'],
    ['USA', 'us'],
    ['49', undefined],
    ['', undefined]
  ])('%p becomes %p', (text, country) => expect(readCountry(text)).toBe(country))
})

describe('IP address', () => {
  it.each<[text: string, ip: string | undefined]>([
    [' 8.8.8.8 ', '8.8.8.8'],
    ['203.0.113.7', '203.0.113.7'],
    ['2001:4860:4860::8888', '2001:4860:4860::8888'],
    ['::ffff:8.8.8.8', '8.8.8.8'],
    ['0.0.0.0', undefined],
    ['10.1.2.3', undefined],
    ['100.64.0.1', undefined],
    ['127.0.0.1', undefined],
    ['169.254.1.1', undefined],
    ['172.16.0.1', undefined],
    ['172.32.0.1', '172.32.0.1'],
    ['192.168.1.1', undefined],
    ['198.18.0.1', undefined],
    ['224.0.0.1', undefined],
    ['255.255.255.255', undefined],
    ['192.88.99.1', undefined],
    ['::1', undefined],
    ['2001::1', undefined],
    ['2002:c0a8:101::1', undefined],
    ['2001:db8::1', '2001:db8::1'],
    ['::ffff:10.0.0.1', undefined],
    ['fe80::1', undefined],
    ['fd00::1', undefined],
    ['2001:4860::1%eth0', undefined],
    ['8.8.8.8:443', '8.8.8.8'],
    ['8.8.8.8, 10.0.0.1', '8.8.8.8'],
    ['256.1.1.1', undefined],
    ['localhost', undefined],
    ['', undefined]
  ])('%p becomes %p', (text, ip) => expect(normalizeIp(text)).toBe(ip))

  it.each<[first: string, last: string, neighbours: string[]]>([
    ['0.0.0.0', '0.255.255.255', ['1.0.0.0']],
    ['10.0.0.0', '10.255.255.255', ['9.255.255.255', '11.0.0.0']],
    ['100.64.0.0', '100.127.255.255', ['100.63.255.255', '100.128.0.0']],
    ['127.0.0.0', '127.255.255.255', ['126.255.255.255', '128.0.0.0']],
    ['169.254.0.0', '169.254.255.255', ['169.253.255.255', '169.255.0.0']],
    ['172.16.0.0', '172.31.255.255', ['172.15.255.255', '172.32.0.0']],
    ['192.0.0.0', '192.0.0.255', ['191.255.255.255', '192.0.1.0']],
    ['192.88.99.0', '192.88.99.255', ['192.88.98.255', '192.88.100.0']],
    ['192.168.0.0', '192.168.255.255', ['192.167.255.255', '192.169.0.0']],
    ['198.18.0.0', '198.19.255.255', ['198.17.255.255', '198.20.0.0']],
    ['224.0.0.0', '255.255.255.255', ['223.255.255.255']]
  ])('from %p to %p is not public, and its neighbours are', (first, last, neighbours) => {
    expect([first, last].map(normalizeIp)).toEqual([undefined, undefined])
    expect(neighbours.map(normalizeIp)).toEqual(neighbours)
  })
})

describe('placeholder', () => {
  it.each([
    '',
    ' ',
    'n/a',
    'N/A',
    'n.a.',
    'null',
    'undefined',
    'None',
    'unknown',
    '[object Object]',
    '-',
    '?!',
    '00000000-0000-0000-0000-000000000000'
  ])('%p stands for no value', (text) => expect(isPlaceholder(text)).toBe(true))

  it.each(['Na', 'user_123', '0', '東', 'Nullmann'])('%p is a value', (text) => expect(isPlaceholder(text)).toBe(false))
})
