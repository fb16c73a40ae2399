import type { Logger } from 'pino'
import { Counter, Gauge, Histogram } from 'prom-client'
import type { LiveMetrics } from '../metrics'
import type { DelivererListener } from './report'

const PREFIX = 'tiktok_conversions_'
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const LAG_SECONDS = [...SECONDS, 300, 900, 3600, 6 * 3600, 24 * 3600]

/**
 * Counts what deliverers do, and writes one line a claim. Neither holds anything personal.
 * @returns the listener of a destination
 */
export function createDeliveryLog(
  { registry, skipped, unmatched, unreachable }: LiveMetrics,
  log: Logger
): (destination: string) => DelivererListener {
  const registers = [registry]
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: PREFIX + name, help, labelNames: ['destination', ...labelNames], registers })
  const delivered = counter('events_delivered_total', 'Events that TikTok took, by mapping', ['mapping'])
  const dead = counter('events_dead_total', 'Events rejected or failed after retries, by class of error', ['class'])
  const retried = counter('events_retried_total', 'Events that are tried again later')
  const requests = counter('tiktok_requests_total', 'Requests to TikTok')
  const answers = counter('answers_total', 'Answers to these requests, by return code of TikTok', ['code'])
  const rateLimits = counter('rate_limits_total', 'Claims that TikTok answered with a rate limit')
  const storeErrors = counter('deliver_store_errors_total', 'Errors of the store while delivering')
  const isStopped = new Gauge({
    name: `${PREFIX}destination_stopped`,
    help: 'Whether nothing is delivered to a destination, as with rejected credentials: 1 or 0',
    labelNames: ['destination'],
    registers
  })
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: PREFIX + name, help, buckets, labelNames: ['destination'], registers })
  const claimSeconds = histogram('claim_seconds', 'From a claim to its settlement', SECONDS)
  const lagSeconds = histogram(
    'delivery_lag_seconds',
    'From the arrival of the oldest event of a claim to its delivery',
    LAG_SECONDS
  )
  return (destination) => ({
    claimed: (report) => {
      for (const [mapping, count] of Object.entries(report.delivered)) delivered.inc({ destination, mapping }, count)
      for (const [name, count] of Object.entries(report.dead)) dead.inc({ destination, class: name }, count)
      retried.inc({ destination }, report.retried)
      for (const [reason, count] of Object.entries(report.skipped)) skipped.inc({ destination, reason }, count)
      unmatched.note(report.unmatched)
      if (report.unreachable !== undefined) unreachable.set(destination, report.unreachable)
      else if (report.requests > 0) unreachable.delete(destination)
      requests.inc({ destination }, report.requests)
      for (const [code, count] of Object.entries(report.answers)) answers.inc({ destination, code }, count)
      if (report.isThrottled) rateLimits.inc({ destination })
      claimSeconds.observe({ destination }, report.milliseconds / 1000)
      if (report.lag !== undefined) lagSeconds.observe({ destination }, report.lag / 1000)
      const isAnyDelivered = Object.keys(report.delivered).length > 0
      const message = isAnyDelivered ? 'Events were delivered.' : 'None of these events was delivered.'
      const { unmatched: _names, unreachable: reason, ...counts } = report
      log.info({ destination, reason, ...counts, milliseconds: Math.round(report.milliseconds) }, message)
    },
    stopped: (problem) => {
      isStopped.set({ destination }, problem === undefined ? 0 : 1)
      if (problem === undefined) log.info({ destination }, 'Events are being delivered.')
      else log.error({ destination, problem }, 'No events are delivered.')
    },
    storeFailed: () => storeErrors.inc({ destination })
  })
}
