import { performance } from 'node:perf_hooks'

/** Unix milliseconds, with fractions. */
export type Clock = () => number

/** Goes on evenly when the machine's clock is set: a lease must not end early for that. */
export const steadyClock: Clock = () => performance.timeOrigin + performance.now()

/** The work took too long. */
class LateError extends Error {
  override readonly name = 'LateError'
}

/** Gives the result of work that ends in time. @throws LateError otherwise; the work goes on */
export async function inTime<Result>(work: Promise<Result>, milliseconds: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LateError()), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
