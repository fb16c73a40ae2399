import { foldName, LANGUAGES } from './names'
import { foldText } from './text'
import { COUNTRY_NAMES, OFFICIAL_WORDS } from './words/countries'

/** The codes of ISO 3166-1, alpha-2 and alpha-3 together, and the code that is in use for Kosovo. */
const CODES = `
  ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB
  BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR
  BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR
  CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK
  FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS
  GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN
  ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO
  LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD
  MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER
  NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM
  PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP
  SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF
  TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY
  UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM XKXKK YEYEM YTMYT ZAZAF ZMZMB ZWZWE
`

const ALPHA_2 = new Map<string, string>()
for (const code of CODES.trim().split(/\s+/)) {
  const alpha2 = code.slice(0, 2).toLowerCase()
  ALPHA_2.set(alpha2, alpha2).set(code.slice(2).toLowerCase(), alpha2)
}

/** Made once, when the first name is met: it takes some milliseconds. */
let names: Map<string, string> | undefined
let officialWords: [before: string, behind: string][] | undefined

/** The longest text that is read as a country, in characters. */
const MAX_LENGTH = 100

/** A name with a remark in brackets, such as `United States (US)`. */
const WITH_BRACKETS = /^([^([（]+)[([（]([^)\]）]+)[)\]）]$/

/** Signs between a code and a name, such as `USA - United States`. */
const BETWEEN = /\s[-–—]\s|[|/:]/

/** Reads a country from its code or its name; lower-case ISO 3166-1 alpha-2. */
export function readCountry(text: string): string | undefined {
  // Most events hold a code.
  if (text.length === 2) return ALPHA_2.get(text.toLowerCase()) ?? countryOf(text)
  if (text.length > MAX_LENGTH) return undefined
  return countryOf(text) ?? countryIn(text.trim())
}

/** The country of a text that holds more than one name or code. Two that contradict each other count for nothing. */
function countryIn(text: string): string | undefined {
  if (/^\d{3}$/.test(text)) return ALPHA_2.get(String(new Intl.Locale(`und-${text}`).region).toLowerCase())
  const [, country, subdivision] = /^([a-z]{2})-([a-z\d]{1,3})$/i.exec(text) ?? []
  if (country !== undefined) return countryOfSubdivision(country, subdivision)

  const [, name, remark] = WITH_BRACKETS.exec(text) ?? []
  if (name !== undefined) return countryOf(`${remark} ${name}`) ?? countryBeside(name, remark)
  const parts = text.split(BETWEEN)
  if (parts.length > 1) return onlyOne(parts)
  // ISO 3166-1 writes some names in the other order: `Korea, Republic of`.
  const comma = text.indexOf(',')
  return comma < 0 ? undefined : countryOf(`${text.slice(comma + 1)} ${text.slice(0, comma)}`)
}

/** `US-CA` of ISO 3166-2, but not the `de-AT` of languages. */
function countryOfSubdivision(country: string, subdivision: string): string | undefined {
  const isIso = /^[A-Z]{2}$/.test(country) || !ALPHA_2.has(subdivision.toLowerCase())
  return isIso ? ALPHA_2.get(country.toLowerCase()) : undefined
}

/** The country of a name, unless a remark names another one. An unknown name gives the country of a code beside it. */
function countryBeside(name: string, remark: string): string | undefined {
  return countryOf(name) === undefined ? ALPHA_2.get(keyOf(remark)) : onlyOne([name, remark])
}

function onlyOne(texts: readonly string[]): string | undefined {
  const found = new Set(texts.map(countryOf).filter((each) => each !== undefined))
  return found.size === 1 ? [...found][0] : undefined
}

/** The country of one code or name. */
function countryOf(text: string): string | undefined {
  const country = keyOf(text).replace(/^the(?=\p{L}{4})/u, '')
  const alpha2 = ALPHA_2.get(country)
  if (alpha2 !== undefined || country === '') return alpha2
  names = names ?? readNames()
  const exact = INDIC.test(text) ? names.get(keysOf(text)[0]) : undefined
  return exact ?? names.get(country) ?? countryOfOfficialName(country, names)
}

/** Of these, two countries have the same name without the words before it. */
const DIVIDED: readonly unknown[] = ['cn', 'tw', 'kp', 'cd', 'cg']

/** The country of a name such as `Republik Indonesia`. */
function countryOfOfficialName(country: string, known: Map<string, string>): string | undefined {
  officialWords = officialWords ?? readOfficialWords()
  for (const [before, behind] of officialWords) {
    if (!country.startsWith(before) || !country.endsWith(behind)) continue
    const found = known.get(country.slice(before.length, country.length - behind.length))
    if (found !== undefined && !DIVIDED.includes(found)) return found
  }
  return undefined
}

function readOfficialWords(): [before: string, behind: string][] {
  return Object.values(OFFICIAL_WORDS).flatMap((list) =>
    list.split(',').map((form) => {
      const [before, behind] = form.trim().split('-')
      return [foldName(before), foldName(behind)] as [string, string]
    })
  )
}

/** A folded name. Without its accents, a short one may be a code: `Mỹ` is America, and MY is Malaysia. */
function keyOf(text: string): string {
  const folded = foldName(text)
  return /^[a-z]{1,3}$/.test(folded) && NOT_ASCII.test(foldText(text)) ? foldText(text).toLowerCase() : folded
}

const NOT_ASCII = /[^\x20-\x7e]/

/** Scripts of India, whose vowels are marks: `मालदीव` and `मोलदोवा` differ by nothing else. */
const INDIC = /[\u0900-\u0dff]/

/** The keys of a name, the exact one first. People spell vowels in several ways. */
function keysOf(text: string): string[] {
  return INDIC.test(text) ? [foldText(text).replace(/[\p{P}\s]/gu, ''), keyOf(text)] : [keyOf(text)]
}

function readNames(): Map<string, string> {
  const all = new Map<string, string>()
  // "Kongo" is another country in Finnish than in Danish.
  const shared = new Set<string>()
  const ours = new Set<string>()
  const add = (key: string, alpha2: string) => {
    if (ours.has(key)) return
    if ((all.get(key) ?? alpha2) !== alpha2) shared.add(key)
    all.set(key, alpha2)
  }
  for (const countries of Object.values(COUNTRY_NAMES)) {
    for (const [alpha2, list] of Object.entries(countries)) {
      for (const name of list.split(',')) {
        const keys = keysOf(name)
        for (const key of keys) add(key, alpha2)
        ours.add(keys[0])
      }
    }
  }
  for (const [name, alpha2] of cldrNames()) {
    // A code is no name, and short names such as "EU" name other places elsewhere.
    for (const key of keysOf(name)) if (!/^[a-z]{0,3}$/.test(key)) add(key, alpha2)
  }
  for (const key of shared) all.delete(key)
  return all
}

/** All names of all countries, also with words in place of signs and without remarks, as in `Myanmar (Birma)`. */
function* cldrNames(): Generator<[name: string, alpha2: string]> {
  for (const language of LANGUAGES) {
    for (const style of ['long', 'short'] as const) {
      const display = new Intl.DisplayNames([language], { type: 'region', style })
      for (const [code] of CODES.matchAll(/\b[A-Z]{2}/g)) {
        const name = display.of(code) as string
        const spelled = name.replace(/^St\. /, 'Saint ').replace('&', 'and')
        for (const each of new Set([name, spelled, spelled.replace(/ ?[(（].*/, '')])) yield [each, code.toLowerCase()]
      }
    }
  }
}
