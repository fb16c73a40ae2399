import { ExponentialBackoff, fullJitterGenerator } from 'cockatiel'
import { MAX_PAUSE } from './rate-limiter'

/** The pauses between attempts, with full jitter. @param retryDelay milliseconds; the first pause is at most as long */
export function firstBackoff(retryDelay: number) {
  const backoff = new ExponentialBackoff({
    generator: fullJitterGenerator,
    initialDelay: retryDelay,
    maxDelay: MAX_PAUSE
  })
  return backoff.next()
}
