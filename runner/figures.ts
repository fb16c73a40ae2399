const NUMBER = new Intl.NumberFormat('en-US')

/** A number with commas between thousands. */
export function formatNumber(value: number): string {
  return NUMBER.format(value)
}

/** A share as whole percents. Neither 0 % nor 100 % is reached by rounding. */
export function formatShare(share: number): string {
  const percent = Math.round(100 * share)
  if (percent === 0 && share > 0) return '<1 %'
  if (percent === 100 && share < 1) return '>99 %'
  return `${percent} %`
}
