import { setMaxListeners } from 'node:events'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type { DeliveryConfig } from '../../delivery/config'
import { testCredentials } from '../../delivery/destination'
import { codeOf } from '../../errors'
import type { Claim, ClaimSettlement, Store, StoredEvent } from '../store/store'
import { DEFAULT_DESTINATION, MAX_UNFINISHED_TOGETHER, PROBE_GAP } from '../store/store'
import { ClaimDeliverer } from './claim-deliverer'
import { outcomesOf } from './claim-outcomes'
import type { ClaimRecorder } from './claim-recorder'
import { Company } from './company'
import { IdlePoller } from './idle-poller'
import { LeaseKeeper, now } from './lease-keeper'
import type { ClaimReport, DelivererListener } from './report'

/** Events that go out in one request. */
const MAX_CLAIM = 1000

/** Attempts that never ended after which an event is not tried again: three with others, and three alone. */
const MAX_UNFINISHED = MAX_UNFINISHED_TOGETHER + 3

/** Milliseconds. */
const LONGEST_WAIT_AFTER_OUTAGE = 60_000

const NEVER_ENDED = {
  class: 'NeverEndedError',
  status: 500,
  message: 'The last attempts never ended: each time, the process that made one ended, hung, or ran out of memory.'
}

export interface DelivererOptions {
  /** That of the destination. */
  store: Store
  /** @defaultValue `default` */
  destination?: string
  /** Shared with the other deliverers of the process. */
  company?: Company
  /** Shared with the other deliverers of the process. */
  poller?: IdlePoller
  /** Whether events that no mapping matches become dead letters, for a day. */
  keepsUnmatched?: boolean
  delivery: DeliveryConfig
  listener: DelivererListener
  /** Claims at a time, each with one request at a time. */
  concurrency: number
  /** Milliseconds until another process may claim the events of a process that is gone. @defaultValue one minute */
  leaseMs?: number
  /** Milliseconds between looks at a store without due events; they double up to 500. @defaultValue 100 */
  idleMs?: number
  /** Milliseconds between tests of credentials that TikTok rejected. @defaultValue one minute */
  recheckMs?: number
}

/** Delivers the events of a store until it is stopped. */
export class LiveDeliverer {
  private readonly stopping = new AbortController()
  private readonly options: Required<DelivererOptions>
  private readonly consumers: Promise<unknown>
  private readonly leases = new Set<LeaseKeeper>()
  /** Resolves when events may be claimed again. */
  private hold?: Promise<void>
  /** Resolves when TikTok accepts the credentials again. */
  private rejection?: Promise<void>
  private hasStoreFailed = false
  /** Whether the last deliveries failed, or may have failed before the process started. */
  private isOutage = true

  constructor(options: DelivererOptions) {
    const { leaseMs = 60_000, idleMs = 100, recheckMs = 60_000, destination = DEFAULT_DESTINATION } = options
    const { company = new Company(), keepsUnmatched = false } = options
    const { poller = new IdlePoller({ idleMs, dueAmong: (names) => options.store.dueAmong(names) }) } = options
    this.options = { ...options, leaseMs, idleMs, recheckMs, destination, company, poller, keepsUnmatched }
    setMaxListeners(0, this.stopping.signal)
    this.consumers = Promise.all(Array.from({ length: options.concurrency }, () => this.consume()))
  }

  /** Finishes the requests under way, and hands the other events back. */
  async stop(): Promise<void> {
    this.stopping.abort()
    this.options.poller.end(this.options.destination)
    await this.consumers
  }

  private async consume(): Promise<void> {
    const { store, delivery, idleMs, destination } = this.options
    const { signal } = this.stopping
    const deliverer = new ClaimDeliverer(delivery, store, signal)
    let delay = idleMs
    while (!signal.aborted) {
      if (this.hold !== undefined) {
        await this.hold
        continue
      }
      await this.options.company.isOpen()
      try {
        const isIdle = !(await this.deliverNext(deliverer))
        this.noteSuccess()
        delay = idleMs
        if (isIdle && !signal.aborted) await this.options.poller.rest(destination)
      } catch (error) {
        this.noteFailure(error)
        await this.sleep(delay)
        delay = Math.min(delay * 2, 5000)
      }
    }
  }

  private noteFailure(error: unknown): void {
    this.hasStoreFailed = true
    this.options.listener.storeFailed(codeOf(error))
  }

  private noteSuccess(): void {
    if (this.hasStoreFailed) this.options.listener.storeRecovered?.()
    this.hasStoreFailed = false
  }

  /** @returns whether there was something to do */
  private async deliverNext(deliverer: ClaimDeliverer): Promise<boolean> {
    const { store, leaseMs } = this.options
    const leave = this.options.company.join()
    try {
      // The claim would take their events if the process had no time for its timers. Nothing is awaited in vain: the
      // process may be stopped between the look at the leases and the claim.
      for (const lease of this.leases) if (lease.isOverdue) await lease.renew()
      const began = now()
      const claim = await store.claim(MAX_CLAIM, leaseMs)
      if (claim.events.length === 0) return false
      this.options.poller.found(this.options.destination)
      await this.deliver(deliverer, claim, new LeaseKeeper(store, claim, leaseMs, began))
    } finally {
      leave()
    }
    return true
  }

  private async deliver(deliverer: ClaimDeliverer, claim: Claim, lease: LeaseKeeper): Promise<void> {
    this.leases.add(lease)
    const work = () => this.run(deliverer, claim, lease)
    try {
      if (!claim.events.some(isSuspect)) await work()
      else if (!(await this.options.company.runAlone(work))) await this.options.store.release(claim)
    } finally {
      lease.end()
      this.leases.delete(lease)
    }
  }

  private async run(deliverer: ClaimDeliverer, claim: Claim, lease: LeaseKeeper): Promise<void> {
    const { store, listener, delivery, keepsUnmatched } = this.options
    const start = performance.now()
    const isSpent = (event: StoredEvent) => hasEndedTooRarely(event, delivery.maxAttempts)
    const tried = claim.events.filter((event) => !isSpent(event))
    const { recorder, ...result } = await deliverer.deliver({ events: tried }, lease)
    for (const event of claim.events) if (isSpent(event)) recorder.abandon(event, NEVER_ENDED)
    this.react(recorder, result.isInterrupted)
    const settlement = recorder.toSettlement(result.isInterrupted, { ...delivery, keepsUnmatched })
    await this.settle(claim, settlement)
    if (result.isInterrupted) await store.release(claim)
    if (!(await lease.holds())) await store.noteEnded(claim)
    listener.settled?.(outcomesOf(recorder.events, settlement))
    const report = recorder.toReport(settlement, performance.now() - start)
    listener.claimed(report)
    await this.noteOutage(report)
  }

  /** The first success after an outage ends the back-off of what failed for the same reason. */
  private async noteOutage({ delivered, retried }: ClaimReport): Promise<void> {
    const isAnyDelivered = Object.keys(delivered).length > 0
    if (!isAnyDelivered) this.isOutage ||= retried > 0
    else if (this.isOutage) {
      const { store, destination } = this.options
      this.isOutage = false
      await store.waiting.hasten({ withinMs: LONGEST_WAIT_AFTER_OUTAGE, destination }).catch(() => {
        this.isOutage = true
      })
    }
  }

  private react({ unauthorized, isThrottled }: ClaimRecorder, isInterrupted: boolean): void {
    if (unauthorized !== undefined) {
      // Claims that are rejected together wait for one test.
      this.rejection ??= this.goodCredentials(unauthorized).finally(() => {
        this.rejection = undefined
      })
      this.holdDuring(this.rejection)
    } else if (isInterrupted) this.holdDuring(this.endOfPause(isThrottled ? this.options.idleMs : PROBE_GAP))
  }

  /** Lets no consumer claim meanwhile. A hold that goes on is kept. */
  private holdDuring(cause: Promise<void>): void {
    const before = this.hold
    const hold = Promise.all([before, cause]).then(() => {
      if (this.hold === hold) this.hold = undefined
    })
    this.hold = hold
  }

  /** @param otherwise milliseconds to wait if there is no pause */
  private async endOfPause(otherwise: number): Promise<void> {
    const pausedMs = await this.options.store.pausedMs().catch(() => 0)
    await this.sleep(pausedMs > 0 ? pausedMs : otherwise)
  }

  /** Claims anew once TikTok accepts the credentials. Testing them records nothing. */
  private async goodCredentials(reason: string): Promise<void> {
    const { delivery, listener, recheckMs } = this.options
    listener.stopped(reason)
    while (!this.stopping.signal.aborted) {
      await this.sleep(recheckMs)
      if (this.stopping.signal.aborted) return
      if ((await testCredentials(delivery.endpoint)) === undefined) break
    }
    listener.stopped()
  }

  /** Tries for as long as a lease: delivered events would go out again otherwise. */
  private async settle(claim: Claim, settlement: ClaimSettlement): Promise<void> {
    const { store, leaseMs } = this.options
    const end = performance.now() + leaseMs
    for (let delay = 100; ; delay = Math.min(delay * 2, 5000)) {
      try {
        return await store.settle(claim, settlement)
      } catch (error) {
        if (performance.now() > end || this.stopping.signal.aborted) throw error
        this.noteFailure(error)
        await this.sleep(delay)
      }
    }
  }

  private async sleep(milliseconds: number): Promise<void> {
    await wait(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => {})
  }
}

/** Whether an event may end the process. The store claims it alone. */
function isSuspect({ unfinished = 0 }: StoredEvent): boolean {
  return unfinished >= MAX_UNFINISHED_TOGETHER
}

function hasEndedTooRarely({ unfinished = 0, attempts }: StoredEvent, maxAttempts: number): boolean {
  return unfinished >= MAX_UNFINISHED || (unfinished > 0 && attempts > maxAttempts)
}
