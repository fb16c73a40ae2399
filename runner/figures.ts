/** A number with commas between thousands. */
export function formatNumber(value: number): string {
  return value.toLocaleString('en-US')
}

/** Formats a number of things: `1 request`, `2,000 requests`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(number)} ${number === 1 ? noun : plural}`
}

/** A share as whole percents. Neither 0 % nor 100 % is reached by rounding. */
export function formatShare(share: number): string {
  const percent = Math.round(100 * share)
  if (percent === 0 && share > 0) return '<1 %'
  if (percent === 100 && share < 1) return '>99 %'
  return `${percent} %`
}
