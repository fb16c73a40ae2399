/** Words before or after a name that many people share, by language. Missing because they are names, too: Don, Pan, Bay, Anh, Tuan, Pak. */
export const TITLES: Readonly<Record<string, string>> = {
  en: 'mr, mrs, ms, miss, mx, sir, madam, dr, prof, jr, sr',
  zh: '先生, 女士, 小姐, 太太, 老师, 老師',
  ja: '様, さま, さん, 殿, 氏, 先生, 御中',
  ko: '님, 씨, 고객님, 선생님',
  id: 'bapak, ibu, bpk, mbak, sdr, sdri',
  ms: 'encik, puan, cik, datuk',
  th: 'คุณ, นาย, นาง, นางสาว, น.ส., khun',
  es: 'sra, srta, doña, señor, señora',
  pt: 'srta, senhor, senhora',
  fr: 'm, mme, mlle, monsieur, madame, mademoiselle',
  de: 'herr, frau, fräulein',
  it: 'sig.ra, signor, signora, dott',
  nl: 'dhr, mevr, mw',
  pl: 'pani',
  tr: 'bayan, bey, hanım',
  ru: 'г-н, г-жа, господин, госпожа',
  uk: 'пані',
  ar: 'السيد, السيدة, الاستاذ, الدكتور, استاذ, دكتور',
  he: 'מר, גברת, גב׳, ד״ר',
  hi: 'श्री, श्रीमती, सुश्री, shri, smt',
  tl: 'ginoo, ginang, gng, bb'
}
