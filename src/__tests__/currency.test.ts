import { decimalsOf, findCurrency, readCurrency } from '../reportWebEvent/read/currency'
import { CURRENCY_CODES } from '../reportWebEvent/read/words/currency-codes'
import { CURRENCY_SIGNS, SHARED_SIGNS } from '../reportWebEvent/read/words/currency-signs'

const ISO = CURRENCY_CODES.trim().split(/\s+/)
const CODES = ISO.map((code) => code.slice(0, 3))

describe('a currency is read', () => {
  it.each<[language: string, text: string, code: string]>([
    ['any', 'usd', 'USD'],
    ['any', 'ＵＳＤ', 'USD'],
    ['any', 'EUR (€)', 'EUR'],
    ['any', 'MXN$', 'MXN'],
    ['any', '$ CAD', 'CAD'],
    ['any', '£ EGP', 'EGP'],
    ['any', '₩', 'KRW'],
    ['any', '840', 'USD'],
    ['any', '360', 'IDR'],
    ['any', '036', 'AUD'],
    ['Arabic', 'ر.س', 'SAR'],
    ['Arabic', 'ر.س.\u200f', 'SAR'],
    ['Arabic', 'د.إ', 'AED'],
    ['Arabic', 'د.ك', 'KWD'],
    ['Arabic', 'ج.م.', 'EGP'],
    ['Arabic', 'ريال سعودي', 'SAR'],
    ['Chinese', '人民币', 'CNY'],
    ['Chinese', '美元', 'USD'],
    ['Chinese', '新臺幣', 'TWD'],
    ['English', 'SR', 'SAR'],
    ['English', 'K.D.', 'KWD'],
    ['English', 'US Dollars', 'USD'],
    ['English', 'Euro', 'EUR'],
    ['English', 'RMB', 'CNY'],
    ['Filipino', 'piso', 'PHP'],
    ['French', 'dollars des États-Unis', 'USD'],
    ['French', 'francs suisses', 'CHF'],
    ['German', 'US-Dollar', 'USD'],
    ['German', 'Schweizer Franken', 'CHF'],
    ['Hebrew', 'ש״ח', 'ILS'],
    ['Hindi', 'भारतीय रुपया', 'INR'],
    ['Indonesian', 'Rp.', 'IDR'],
    ['Indonesian', 'Rupiah Indonesia', 'IDR'],
    ['Italian', 'sterlina britannica', 'GBP'],
    ['Japanese', '円', 'JPY'],
    ['Japanese', '日本円', 'JPY'],
    ['Japanese', '米ドル', 'USD'],
    ['Korean', '원', 'KRW'],
    ['Korean', '대한민국 원', 'KRW'],
    ['Malay', 'RM', 'MYR'],
    ['Polish', 'złotych', 'PLN'],
    ['Portuguese', 'Real brasileiro', 'BRL'],
    ['Portuguese', 'Reais', 'BRL'],
    ['Russian', 'руб.', 'RUB'],
    ['Russian', 'российский рубль', 'RUB'],
    ['Spanish', 'S/.', 'PEN'],
    ['Spanish', 'pesos mexicanos', 'MXN'],
    ['Spanish', 'dólares estadounidenses', 'USD'],
    ['Thai', '฿', 'THB'],
    ['Thai', 'บาท', 'THB'],
    ['Turkish', 'TL', 'TRY'],
    ['Turkish', 'Türk Lirası', 'TRY'],
    ['Ukrainian', 'грн', 'UAH'],
    ['Vietnamese', 'VNĐ', 'VND'],
    ['Vietnamese', 'VNÐ', 'VND'],
    ['Vietnamese', 'đ', 'VND'],
    ['Vietnamese', '₫', 'VND'],
    ['Vietnamese', 'đồng', 'VND'],
    ['Vietnamese', 'Đồng Việt Nam', 'VND']
  ])('in %s: %p', (_language, text, code) => expect(readCurrency(text)).toBe(code))

  it.each<[text: string, country: string, code: string | undefined]>([
    ['¥', 'jp', 'JPY'],
    ['￥', 'cn', 'CNY'],
    ['元', 'tw', 'TWD'],
    ['元', 'cn', 'CNY'],
    ['درهم', 'ma', 'MAD'],
    ['LE', 'eg', 'EGP'],
    ['¥', 'us', undefined],
    ['$', 'mx', undefined],
    ['kr', 'dk', undefined]
  ])('from %p in the country %p: %p', (text, country, code) => expect(readCurrency(text, () => country)).toBe(code))
})

it.each([
  ...['$', 'kr', 'Rs', 'dollars', 'pesos', '¥', '元', 'ريال', 'dinar', 'LE', 'X$'],
  ...['ABC', 'XXX', 'bitcoin', 'points', '36', '999', '$ €', 'USD EUR', 'USD €', 'Mexico', '']
])('does not guess a currency from %p', (text) => expect(readCurrency(text)).toBeUndefined())

it('knows all currencies that a shared sign may mean', () => {
  expect(findCurrency('kr')?.codes).toEqual(['SEK', 'NOK', 'DKK', 'ISK'])
  expect(findCurrency('¤')).toEqual({})
})

it.each<[code: string, decimals: number]>([
  ['USD', 2],
  ['CZK', 2],
  ['JPY', 0],
  ['KRW', 0],
  ['VND', 0],
  ['CLP', 0],
  ['PYG', 0],
  ['ISK', 0],
  ['UGX', 0],
  ['IDR', 0],
  ['COP', 0],
  ['TWD', 0],
  ['HUF', 0],
  ['IQD', 0],
  ['KWD', 3],
  ['BHD', 3],
  ['OMR', 3],
  ['JOD', 3],
  ['TND', 3],
  ['LYD', 3]
])('gives amounts in %p %i decimals', (code, decimals) => expect(decimalsOf(code)).toBe(decimals))

describe('the tables of currencies', () => {
  it('hold codes of three letters with a number of three digits, each once', () => {
    expect(ISO.every((code) => /^[A-Z]{3}\d{3}$/.test(code))).toBe(true)
    expect(new Set(CODES).size).toBe(CODES.length)
    expect(new Set(ISO.map((code) => code.slice(3))).size - CODES.length).toBe(-1)
  })

  it('give signs to existing currencies only, and no sign to two', () => {
    const shared = SHARED_SIGNS.flatMap(({ codes }) => codes.split(' '))
    for (const code of [...Object.keys(CURRENCY_SIGNS), ...shared]) expect(CODES).toContain(code)
    for (const { codes, alone } of SHARED_SIGNS) if (alone !== undefined) expect(codes.split(' ')).toContain(alone)
    const own = Object.values(CURRENCY_SIGNS).flatMap((languages) => Object.values(languages).join(', ').split(', '))
    const all = [...own, ...SHARED_SIGNS.flatMap(({ signs }) => signs.split(', '))]
    const folded = all.map((sign) => sign.toLowerCase().replace(/[. ]/g, ''))
    expect(folded.filter((sign, index) => folded.indexOf(sign) !== index)).toEqual([])
  })
})
