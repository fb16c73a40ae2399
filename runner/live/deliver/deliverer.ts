import { setMaxListeners } from 'node:events'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type { DeliveryConfig } from '../../delivery/config'
import { testCredentials } from '../../delivery/destination'
import { codeOf } from '../log'
import type { Claim, Settlement, Store } from '../store/store'
import type { ClaimResult } from './claim-deliverer'
import { ClaimDeliverer } from './claim-deliverer'
import { outcomesOf } from './claim-outcomes'
import type { DelivererListener } from './report'

/** Events that go out in one request. */
const MAX_CLAIM = 1000

export interface DelivererOptions {
  store: Store
  delivery: DeliveryConfig
  listener: DelivererListener
  /** Claims at a time, each with one request at a time. */
  concurrency: number
  /** Milliseconds until another process may claim the events of one that is gone. @defaultValue one minute */
  leaseMs?: number
  /** Milliseconds between looks at a store without due events. @defaultValue 100 */
  idleMs?: number
  /** Milliseconds between tests of credentials that TikTok rejected. @defaultValue one minute */
  recheckMs?: number
}

/** Delivers the events of a store until it is stopped. */
export class Deliverer {
  private readonly stopping = new AbortController()
  private readonly options: Required<DelivererOptions>
  private readonly consumers: Promise<unknown>
  /** Claims under way, and when each lease began, by `performance.now()`. */
  private readonly held = new Map<Claim, number>()
  /** Resolves when events may be claimed again. */
  private hold?: Promise<void>
  /** Resolves when TikTok takes the credentials again. */
  private rejection?: Promise<void>
  private hasStoreFailed = false

  constructor(options: DelivererOptions) {
    const { leaseMs = 60_000, idleMs = 100, recheckMs = 60_000 } = options
    this.options = { ...options, leaseMs, idleMs, recheckMs }
    setMaxListeners(0, this.stopping.signal)
    this.consumers = Promise.all(Array.from({ length: options.concurrency }, () => this.consume()))
  }

  /** Finishes the requests under way, and hands the other events back. */
  async stop(): Promise<void> {
    this.stopping.abort()
    await this.consumers
  }

  private async consume(): Promise<void> {
    const { store, delivery, idleMs } = this.options
    const { signal } = this.stopping
    const deliverer = new ClaimDeliverer(delivery, store, signal)
    let delay = idleMs
    while (!signal.aborted) {
      if (this.hold !== undefined) {
        await this.hold
        continue
      }
      try {
        const isIdle = !(await this.deliverNext(deliverer))
        this.noteSuccess()
        delay = idleMs
        if (isIdle) await this.sleep(idleMs)
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
    const { store, leaseMs, listener, delivery } = this.options
    await this.renewOverdue()
    const start = performance.now()
    const claim = await store.claim(MAX_CLAIM, leaseMs)
    if (claim.events.length === 0) return false

    this.held.set(claim, start)
    // A lease that is lost all the same is not a loss: TikTok drops what it gets twice.
    const renewal = setInterval(() => void this.renew(claim).catch(() => {}), leaseMs / 2)
    try {
      const result = await deliverer.deliver(claim)
      this.react(result)
      const settlement = result.recorder.toSettlement(result.isInterrupted, delivery)
      await this.settle(claim, settlement)
      if (result.isInterrupted) await store.release(claim)
      listener.settled?.(outcomesOf(result.recorder.events, settlement))
      listener.claimed(result.recorder.toReport(settlement, performance.now() - start))
    } finally {
      clearInterval(renewal)
      this.held.delete(claim)
    }
    return true
  }

  private async renew(claim: Claim): Promise<void> {
    const start = performance.now()
    await this.options.store.renew(claim, this.options.leaseMs)
    if (this.held.has(claim)) this.held.set(claim, start)
  }

  /** Renews leases before the next claim, which would take their events if the process had no time for its timers. */
  private async renewOverdue(): Promise<void> {
    const latest = performance.now() - this.options.leaseMs / 2
    for (const [claim, start] of this.held) if (start <= latest) await this.renew(claim)
  }

  private react({ recorder: { unauthorized }, isInterrupted }: ClaimResult): void {
    if (unauthorized !== undefined) {
      // Claims that are rejected together wait for one test.
      this.rejection ??= this.goodCredentials(unauthorized).finally(() => {
        this.rejection = undefined
      })
      this.holdDuring(this.rejection)
    } else if (isInterrupted) this.holdDuring(this.endOfPause())
  }

  /** Lets no consumer claim meanwhile. A hold that goes on is kept. */
  private holdDuring(cause: Promise<void>): void {
    const before = this.hold
    const hold = Promise.all([before, cause]).then(() => {
      if (this.hold === hold) this.hold = undefined
    })
    this.hold = hold
  }

  private async endOfPause(): Promise<void> {
    const counts = await this.options.store.counts().catch(() => undefined)
    await this.sleep(counts?.pausedMs ?? this.options.idleMs)
  }

  /** Claims anew once TikTok takes the credentials. Testing them records nothing. */
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
  private async settle(claim: Claim, settlement: Settlement): Promise<void> {
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
