import { foldName, LANGUAGES } from './names'

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

/** Names and codes that people use beside those of ISO 3166-1 and of Unicode. */
const OTHER_NAMES = new Map(
  Object.entries({
    uk: 'gb',
    greatbritain: 'gb',
    britain: 'gb',
    england: 'gb',
    scotland: 'gb',
    wales: 'gb',
    northernireland: 'gb',
    unitedstatesofamerica: 'us',
    america: 'us',
    holland: 'nl',
    thenetherlands: 'nl',
    czechrepublic: 'cz',
    korea: 'kr',
    republicofkorea: 'kr',
    russianfederation: 'ru',
    uae: 'ae',
    turkiye: 'tr',
    turkey: 'tr',
    macedonia: 'mk',
    burma: 'mm',
    eeuu: 'us',
    republicofireland: 'ie',
    eire: 'ie',
    ksa: 'sa',
    hongkong: 'hk',
    macau: 'mo',
    vatican: 'va',
    vaticancity: 'va',
    holysee: 'va',
    palestine: 'ps',
    stateofpalestine: 'ps',
    federalrepublicofgermany: 'de',
    taiwanprovinceofchina: 'tw',
    democraticpeoplesrepublicofkorea: 'kp',
    thedemocraticrepublicofthecongo: 'cd',
    islamicrepublicofiran: 'ir',
    bolivarianrepublicofvenezuela: 've',
    plurinationalstateofbolivia: 'bo',
    unitedrepublicoftanzania: 'tz',
    republicofmoldova: 'md',
    federatedstatesofmicronesia: 'fm',
    syrianarabrepublic: 'sy',
    laopeoplesdemocraticrepublic: 'la',
    bruneidarussalam: 'bn',
    アメリカ: 'us',
    swaziland: 'sz',
    ivorycoast: 'ci',
    vietnam: 'vn',
    brd: 'de'
  })
)

/** Made once, when the first name is met: it takes some milliseconds. */
let names: Map<string, string> | undefined

/** Reads a country from its code or its name; lower-case ISO 3166-1 alpha-2. */
export function readCountry(text: string): string | undefined {
  const country = countryOf(text)
  if (country !== undefined) return country
  const [name, rest] = text.split(/,\s*/)
  return rest === undefined ? undefined : countryOf(`${rest} ${name}`)
}

/** The country of a code or a name; ISO 3166-1 writes some names in the other order: `Korea, Republic of`. */
function countryOf(text: string): string | undefined {
  const country = foldName(text).replace(/^the(?=\p{L}{4})/u, '')
  const alpha2 = ALPHA_2.get(country) ?? OTHER_NAMES.get(country)
  if (alpha2 !== undefined || country.length < 2) return alpha2
  names = names ?? readNames()
  return names.get(country)
}

function readNames(): Map<string, string> {
  const all = new Map<string, string>()
  for (const language of LANGUAGES) {
    for (const style of ['long', 'short'] as const) {
      const display = new Intl.DisplayNames([language], { type: 'region', style })
      for (const [alpha2] of CODES.matchAll(/\b[A-Z]{2}/g)) {
        const name = foldName(display.of(alpha2) as string)
        // A code is no name, and short names such as "EU" are those of other places elsewhere.
        if (!/^[a-z]{0,3}$/.test(name) && !all.has(name)) all.set(name, alpha2.toLowerCase())
      }
    }
  }
  return all
}
