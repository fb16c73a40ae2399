import { foldText } from './text'

/** The codes of ISO 4217 that are money, and those given up since 2020, which shops may still use. */
const CODES = new Set(
  `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
  CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF
  IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
  MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
  SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS
  VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL`.split(/\s+/)
)

/** Signs that only one currency uses, in lower case. `$`, `¥` and `kr` are shared, and tell nothing. */
const CODE_OF_SIGN = new Map([
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['₹', 'INR'],
  ['₩', 'KRW'],
  ['₽', 'RUB'],
  ['руб', 'RUB'],
  ['₺', 'TRY'],
  ['tl', 'TRY'],
  ['₫', 'VND'],
  ['฿', 'THB'],
  ['₱', 'PHP'],
  ['₪', 'ILS'],
  ['₴', 'UAH'],
  ['₦', 'NGN'],
  ['₸', 'KZT'],
  ['zł', 'PLN'],
  ['kč', 'CZK'],
  ['ft', 'HUF'],
  ['лв', 'BGN'],
  ['rp', 'IDR'],
  ['rm', 'MYR'],
  ['rmb', 'CNY'],
  ['r$', 'BRL'],
  ['us$', 'USD'],
  ['ca$', 'CAD'],
  ['c$', 'CAD'],
  ['a$', 'AUD'],
  ['au$', 'AUD'],
  ['nz$', 'NZD'],
  ['hk$', 'HKD'],
  ['s$', 'SGD'],
  ['nt$', 'TWD'],
  ['mx$', 'MXN']
])

/** Signs and names that several currencies share. */
const SHARED = /^(?:\p{Sc}|[a-z]{1,2}\p{Sc}|kr|rs|fr|dollars?)$/iu

/** Reads a currency from its ISO 4217 code, or from a sign that only one currency uses. */
export function readCurrency(text: string): string | undefined {
  return codesIn(text)?.[0]
}

/**
 * Finds the currency that a text names: alone, or by code and sign together, such as `USD $` or `EUR (€)`.
 * @returns its code, none for a sign that is shared; `undefined` for any other text, and for two currencies
 */
export function codesIn(text: string): string[] | undefined {
  const whole = foldText(text).toLowerCase()
  const code = codeOf(whole)
  if (code !== undefined) return [code]

  const names = whole.split(/[\s()/]+|(?<=^[a-z]{3})(?=\p{Sc})|(?<=\p{Sc})(?=[a-z]{3}$)/u).filter((name) => name !== '')
  const codes = new Set<string>()
  for (const name of names) {
    const found = codeOf(name)
    if (found !== undefined) codes.add(found)
    else if (!SHARED.test(name.replace(/\.$/, ''))) return undefined
  }
  return codes.size < 2 ? [...codes] : undefined
}

function codeOf(name: string): string | undefined {
  const code = name.toUpperCase()
  return CODES.has(code) ? code : CODE_OF_SIGN.get(name.replace(/\.$/, ''))
}
