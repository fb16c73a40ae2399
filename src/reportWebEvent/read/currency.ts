/** Signs that only one currency uses. `$`, `¥` and `kr` are shared, and tell nothing. */
export const CODE_OF_SYMBOL: Record<string, string | undefined> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  '₺': 'TRY',
  '₫': 'VND',
  '฿': 'THB',
  '₱': 'PHP',
  '₪': 'ILS',
  '₴': 'UAH',
  '₦': 'NGN',
  '₸': 'KZT',
  zł: 'PLN',
  Kč: 'CZK',
  Ft: 'HUF',
  Rp: 'IDR',
  RM: 'MYR',
  R$: 'BRL',
  US$: 'USD',
  CA$: 'CAD',
  C$: 'CAD',
  A$: 'AUD',
  AU$: 'AUD',
  NZ$: 'NZD',
  HK$: 'HKD',
  S$: 'SGD',
  NT$: 'TWD',
  MX$: 'MXN'
}

export function isCurrencyCode(text: string): boolean {
  return /^[a-z]{3}$/i.test(text)
}

/** Reads a currency from its ISO 4217 code, or from a sign that only one currency uses. */
export function readCurrency(text: string): string | undefined {
  return isCurrencyCode(text) ? text.toUpperCase() : CODE_OF_SYMBOL[text]
}
