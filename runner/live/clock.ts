import { performance } from 'node:perf_hooks'

/** Unix milliseconds, with fractions. */
export type Clock = () => number

/** Goes on evenly when the machine's clock is set: a lease must not end early for that. */
export const steadyClock: Clock = () => performance.timeOrigin + performance.now()
