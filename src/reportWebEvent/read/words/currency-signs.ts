/**
 * Signs, short forms and names that are written for one currency only, by language. Case, dots and spaces do not matter.
 * The full names in all languages come from `Intl.DisplayNames`. `-` stands for signs of any language.
 * Sources: currency symbols of CLDR (https://cldr.unicode.org/translation/currency-names-and-symbols) and what shop
 * software prints (WooCommerce `get_woocommerce_currency_symbols`, Shopify's money formats).
 */
export const CURRENCY_SIGNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AED: { ar: 'د.إ, درهم إماراتي', en: 'uae dirham, uae dirhams, emirati dirham' },
  AMD: { '-': '֏', hy: 'դրամ' },
  ARS: { '-': 'ar$, arg$', es: 'pesos argentinos' },
  AUD: { '-': 'a$, au$', en: 'australian dollars, aussie dollars' },
  AZN: { '-': '₼' },
  BAM: { bs: 'km' },
  BBD: { '-': 'bds$' },
  BDT: { '-': '৳', bn: 'টাকা', en: 'taka, tk' },
  BGN: { bg: 'лв, лева, lv' },
  BHD: { ar: 'د.ب, دينار بحريني', en: 'bd, bahraini dinar' },
  BOB: { es: 'bolivianos' },
  BRL: { '-': 'r$', pt: 'real, reais, reais brasileiros', es: 'reales' },
  BZD: { '-': 'bz$' },
  CAD: { '-': 'ca$, can$, $ca', en: 'canadian dollars' },
  CHF: { de: 'sfr, franken, schweizer franken', fr: 'francs suisses' },
  CLP: { '-': 'clp$', es: 'pesos chilenos' },
  CNY: { '-': 'cn¥', en: 'rmb, renminbi, yuan', zh: '人民币, 人民幣, 人民币元, 元人民币', ja: '人民元', ko: '위안' },
  COP: { '-': 'col$', es: 'pesos colombianos' },
  CZK: { cs: 'kč, kc, koruna, korun, koruny, korun českých' },
  DOP: { '-': 'rd$' },
  DZD: { ar: 'د.ج, دينار جزائري', fr: 'da' },
  EGP: { '-': 'e£, £e', ar: 'ج.م, جنيه مصري', en: 'egyptian pounds' },
  ETB: { am: 'ብር', en: 'birr' },
  EUR: { '-': '€', en: 'euros', de: 'eur', pl: 'euro', ru: 'евро', el: 'ευρώ', ar: 'يورو' },
  FJD: { '-': 'fj$' },
  GBP: { en: 'pound sterling, pounds sterling, sterling, british pounds' },
  GEL: { '-': '₾', ka: 'ლარი', en: 'lari' },
  GHS: { '-': '₵, gh₵, gh¢', en: 'cedi, cedis' },
  GTQ: { es: 'q, quetzal, quetzales' },
  HKD: { '-': 'hk$', zh: '港币, 港幣, 港元, 港纸, 港紙' },
  HNL: { es: 'lempira, lempiras' },
  HRK: { hr: 'kn, kuna' },
  HUF: { hu: 'ft, forint' },
  IDR: { id: 'rp, rupiah' },
  ILS: { '-': '₪', he: 'ש"ח, ש״ח, שח, שקל, שקלים', en: 'nis, shekel, shekels' },
  INR: { '-': '₹', hi: 'रुपया, रुपये', en: 'indian rupees' },
  IQD: { ar: 'د.ع, دينار عراقي' },
  JMD: { '-': 'j$' },
  JOD: { ar: 'د.أ, د.ا.أ, دينار أردني', en: 'jd, jds' },
  JPY: { ja: '円, 日本円, えん', zh: '日元, 日圆, 日圓', en: 'yen', ko: '엔', vi: 'yên' },
  KES: { en: 'ksh, kshs' },
  KHR: { '-': '៛', en: 'riel' },
  KRW: { ko: '원, 원화', en: 'won', zh: '韩元, 韓元, 韩币, 韓幣', ja: 'ウォン' },
  KWD: { ar: 'د.ك, دينار كويتي', en: 'kd' },
  KZT: { '-': '₸', ru: 'тенге, тг', en: 'tenge' },
  LAK: { '-': '₭', lo: 'ກີບ', en: 'kip' },
  LBP: { ar: 'ل.ل, ليرة لبنانية', en: 'l.l' },
  LYD: { ar: 'د.ل, دينار ليبي', en: 'ld' },
  MAD: { ar: 'د.م, درهم مغربي' },
  MMK: { my: 'ကျပ်', en: 'kyat' },
  MNT: { '-': '₮', mn: 'төгрөг' },
  MOP: { '-': 'mop$', zh: '澳门币, 澳門幣' },
  MXN: { '-': 'mx$, mex$', es: 'pesos mexicanos' },
  MYR: { ms: 'rm, ringgit' },
  NGN: { '-': '₦', en: 'naira' },
  NZD: { '-': 'nz$' },
  OMR: { ar: 'ر.ع, ريال عماني' },
  PAB: { es: 'b/, balboa, balboas' },
  PEN: { es: 's/, sol, soles, nuevo sol, nuevos soles' },
  PHP: { '-': '₱', fil: 'piso' },
  PLN: { pl: 'zł, zl, złoty, zloty, złotych, zlotych, złote' },
  PYG: { '-': '₲', es: 'gs, guaraní, guaraníes, guarani, guaranies' },
  QAR: { ar: 'ر.ق, ريال قطري', en: 'qr' },
  RSD: { sr: 'дин, din, rsd' },
  SAR: { '-': '\u20c1', ar: 'ر.س, ريال سعودي', en: 'saudi riyals' },
  SDG: { ar: 'ج.س' },
  SGD: { '-': 's$, sg$', zh: '新币, 新幣, 坡币' },
  SYP: { ar: 'ل.س' },
  THB: { '-': '฿', th: 'บาท, บ', en: 'baht, bahts' },
  TND: { ar: 'د.ت, دينار تونسي', fr: 'dt' },
  TRY: { '-': '₺', tr: 'tl, türk lirası, lira türk' },
  TTD: { '-': 'tt$' },
  TWD: { '-': 'nt$, tw$', en: 'ntd, nt', zh: '台币, 台幣, 臺幣, 新台币, 新台幣, 新臺幣' },
  TZS: { en: 'tsh' },
  UAH: { '-': '₴', uk: 'грн, гривня, гривні, гривень', ru: 'гривна, гривен' },
  UGX: { en: 'ush' },
  USD: {
    '-': 'us$, u$s, u$d, $us',
    en: 'us dollars, american dollar, american dollars',
    zh: '美元, 美金, 美刀',
    ja: '米ドル',
    ko: '미국 달러, 미달러',
    vi: 'đô la mỹ, đô mỹ',
    id: 'dolar as, dolar amerika',
    es: 'dólares estadounidenses',
    pt: 'dólares americanos'
  },
  UYU: { '-': '$u', es: 'pesos uruguayos' },
  UZS: { uz: "so'm, soʻm, so‘m", ru: 'сум' },
  VES: { es: 'bs.s, bs.d, bolívares, bolivares' },
  VND: { '-': '₫', vi: 'đ, vnđ, đồng, dong, việt nam đồng, ð, vnð' },
  XCD: { '-': 'ec$' },
  YER: { ar: 'ر.ي' },
  ZAR: { en: 'r, rand, rands' }
}

/** Dollars, and pesos that are written with the same sign. */
const DOLLARS = `USD AUD BBD BMD BND BSD BZD CAD FJD GYD HKD JMD KYD LRD NAD NZD SBD SGD SRD TTD TWD XCD`
const PESOS = 'ARS CLP COP CUP DOP MXN UYU'
const FRANCS = 'CHF XAF XOF XPF BIF CDF DJF GNF KMF RWF'
const DINARS = 'KWD BHD JOD LYD TND IQD DZD RSD MKD'
const KRONER = 'SEK NOK DKK ISK'
const RUPEES = 'INR PKR LKR NPR MUR SCR'
const POUNDS = 'GBP EGP FKP GIP LBP SDG SHP SSP SYP'
const RIALS = 'SAR QAR OMR YER IRR'

/** Signs and names that are written for several currencies. */
export interface SharedSign {
  signs: string
  codes: string
  /** The currency that is meant if nothing else names one. Without it, the sign means nothing by itself. */
  alone?: string
  /** True if the country of the event decides which one is meant: few shops abroad write it. */
  byCountry?: boolean
}

export const SHARED_SIGNS: readonly SharedSign[] = [
  { signs: '$', codes: `${DOLLARS} ${PESOS} BRL CVE NIO MOP TOP WST BOB HNL ZWL` },
  { signs: 'dollar, dollars, dólar, dólares, dolar, ドル, 달러, đô la, đô, доллар, долларов', codes: DOLLARS },
  { signs: 'peso, pesos', codes: `${PESOS} PHP` },
  { signs: '£', codes: POUNDS, alone: 'GBP' },
  { signs: 'pound, pounds', codes: POUNDS },
  { signs: 'جنيه', codes: 'EGP SDG', byCountry: true },
  { signs: 'le', codes: 'EGP SLE', byCountry: true },
  { signs: '¥', codes: 'JPY CNY', byCountry: true },
  { signs: '元, 圆, 圓, 块, 塊', codes: 'CNY TWD HKD MOP', byCountry: true },
  { signs: '₩', codes: 'KRW KPW', alone: 'KRW' },
  { signs: 'kr, krone, kroner, krona, kronor, krónur', codes: KRONER },
  { signs: 'rs, rupee, rupees, रु, रू', codes: RUPEES },
  { signs: 'fr, franc, francs, frs', codes: FRANCS },
  { signs: 'cfa, fcfa, francs cfa', codes: 'XOF XAF' },
  { signs: 'dinar, dinars, دينار, динар', codes: DINARS, byCountry: true },
  { signs: 'dirham, dirhams, dh, dhs, درهم', codes: 'AED MAD', byCountry: true },
  { signs: 'ريال, ریال, riyal, riyals, rial, rials', codes: RIALS, byCountry: true },
  { signs: 'sr', codes: 'SAR SCR', alone: 'SAR' },
  { signs: 'руб, р, рубль, рублей, рубля', codes: 'RUB BYN', alone: 'RUB' },
  { signs: 'br', codes: 'BYN ETB' },
  { signs: 'lei, leu', codes: 'RON MDL' },
  { signs: 'l', codes: 'HNL MDL RON ALL' },
  { signs: 'lira, liras, ليرة', codes: 'TRY LBP SYP' },
  { signs: 'bs', codes: 'BOB VES VED' },
  { signs: 'c$', codes: 'CAD NIO', alone: 'CAD' },
  { signs: '₡, colón, colones', codes: 'CRC SVC', alone: 'CRC' },
  { signs: 'manat', codes: 'AZN TMT' }
]
