/** Languages that shops use: names of countries and of currencies are read in each. */
export const LANGUAGES =
  'en de fr es it pt pt-PT nl sv da nb fi pl cs sk hu ro bg hr sl el tr uk ru ar he hi th vi id ms fil ja ko zh zh-Hant'.split(
    ' '
  )

/** Folds a name, so that two spellings are equal: lower case, without diacritics, punctuation and spaces. */
export function foldName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{P}\p{S}\s\p{Cf}\u02b0-\u02ff]/gu, '')
    .toLowerCase()
}
