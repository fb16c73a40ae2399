import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Accepted } from './accept'
import type { CommitReport } from './group-commit'
import type { RefusalReason } from './http/answer'
import type { StoreCounts } from './store/store'
import { UnmatchedNames } from './unmatched-names'

const PREFIX = 'tiktok_conversions_'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const EVENTS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500]

/** The metrics of the intake and the store. No label holds anything personal, and none has values without a limit. */
export class LiveMetrics {
  readonly registry = new Registry()
  private readonly received = this.counter('events_received_total', 'Events accepted, by source and type', [
    'source',
    'type'
  ])
  private readonly repeated = this.counter('events_repeated_total', 'Events that were stored before')
  /** The deliverer counts here as well. */
  readonly skipped = this.counter(
    'events_skipped_total',
    'Events that are not sent: no mapping matches, or they opted out',
    ['destination', 'reason']
  )
  readonly unmatched = new UnmatchedNames()
  /** Why the last requests of destinations got no answer, in words. */
  readonly unreachable = new Map<string, string>()
  private readonly unkept = this.counter(
    'dead_letters_dropped_total',
    'Dead letters that were not kept, as there are too many',
    ['reason']
  )
  private readonly unserved = this.gauge(
    'unserved_events',
    'Events that wait for a destination which is not configured',
    ['destination']
  )
  private readonly refused = this.counter('requests_refused_total', 'Requests that are not accepted, by reason', [
    'reason'
  ])
  private readonly withoutId = this.counter('events_without_message_id_total', 'Events that came without a messageId')
  private readonly rejected = this.counter('events_rejected_total', 'Events rejected, by reason', ['reason'])
  private readonly answers = this.counter('intake_requests_total', 'Requests to the intake, by HTTP status', ['status'])
  private readonly commitErrors = this.counter('commit_errors_total', 'Failed store transactions')
  private readonly ackSeconds = this.histogram('ack_seconds', 'From a request to its acknowledgement', SECONDS)
  private readonly commitSeconds = this.histogram('commit_seconds', 'Duration of a transaction', SECONDS)
  private readonly commitEvents = this.histogram('commit_events', 'Events of a transaction', EVENTS)
  private readonly gauges = {
    backlog: this.gauge('backlog_events', 'Events that are not settled'),
    leased: this.gauge('leased_events', 'Events that are being delivered'),
    dead: this.gauge('dead_letters', 'Events that were rejected or failed after retries'),
    deadBytes: this.gauge('dead_letter_bytes', 'Bytes of the events of all dead letters'),
    oldestMs: this.gauge('oldest_event_age_seconds', 'Age of the oldest event that is not settled'),
    pausedMs: this.gauge('pause_seconds', "Time left of a pause for TikTok's rate limit")
  }

  private replicated?: Gauge

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  countAccepted(source: string, { types, rejected, filtered, withoutMessageId }: Accepted): void {
    for (const [type, count] of Object.entries(types)) this.received.inc({ source, type }, count)
    for (const { code } of rejected) this.rejected.inc({ reason: code })
    this.skipped.inc({ reason: 'opted_out' }, filtered)
    this.withoutId.inc(withoutMessageId)
  }

  /** Counts rejected events that are not kept, as there are too many dead letters. */
  countUnkept(events: number): void {
    this.unkept.inc({ reason: 'intake' }, events)
  }

  /** Counts dead letters that were removed, as there were too many. */
  countTrimmed(letters: number): void {
    this.unkept.inc({ reason: 'limit' }, letters)
  }

  /** Sets the numbers of events whose destination nobody delivers to. */
  setUnserved(events: Readonly<Record<string, number>>): void {
    this.unserved.reset()
    for (const [destination, count] of Object.entries(events)) this.unserved.set({ destination }, count)
  }

  countRefusal(reason: RefusalReason): void {
    this.refused.inc({ reason })
  }

  countAnswer(status: number, milliseconds: number): void {
    this.answers.inc({ status })
    if (status === 200) this.ackSeconds.observe(milliseconds / 1000)
  }

  countCommit({ events, added, milliseconds, error }: CommitReport): void {
    if (error !== undefined) {
      this.commitErrors.inc()
      return
    }
    this.repeated.inc(events - added)
    this.commitSeconds.observe(milliseconds / 1000)
    this.commitEvents.observe(events)
  }

  setCounts({ oldestMs, pausedMs, ...counts }: StoreCounts): void {
    for (const [name, count] of Object.entries(counts)) this.gauges[name as keyof typeof counts].set(count)
    this.gauges.oldestMs.set(oldestMs / 1000)
    this.gauges.pausedMs.set(pausedMs / 1000)
  }

  /** A store that is always on one machine has no such metric. */
  setReplicated(isReplicated: boolean): void {
    const help = 'Whether events are acknowledged once a second machine has them: 1 or 0'
    this.replicated ??= this.gauge('store_synchronous', help)
    this.replicated.set(Number(isReplicated))
  }

  private counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name: PREFIX + name, help, labelNames, registers: [this.registry] })
  }

  private gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name: PREFIX + name, help, labelNames, registers: [this.registry] })
  }

  private histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({ name: PREFIX + name, help, buckets, registers: [this.registry] })
  }
}
