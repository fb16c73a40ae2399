import { RETURN_CODES } from '../../../src/reportWebEvent/codes'

const KNOWN_CODES = new Set(RETURN_CODES.map(({ code }) => code))

/** The name of a return code in metrics. There is a limited number of them, whatever a server answers. */
export function nameOfCode(code: number | undefined): string {
  if (code === undefined) return 'none'
  return KNOWN_CODES.has(code) ? String(code) : 'other'
}
