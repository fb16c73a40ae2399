import { setTimeout as wait } from 'node:timers/promises'

/** Milliseconds between looks at a store without due events, when the last ones found nothing. */
const MAX_IDLE = 500

export interface IdlePollerOptions {
  /** Milliseconds between looks; they double up to 500. @defaultValue 100 */
  idleMs?: number
  /** Names the destinations that may have due events. */
  dueAmong: (destinations: readonly string[]) => Promise<readonly string[]>
  /** Waits. */
  sleep?: (milliseconds: number) => Promise<void>
}

/**
 * Wakes idle consumers when there may be work: one look for all destinations of a process, however many they are, and
 * one consumer of each that may have due events. A consumer that finds some wakes the next one of its destination.
 */
export class IdlePoller {
  private isPolling = false
  private delay: number
  private readonly idleMs: number
  /** Consumers that sleep, by destination. */
  private readonly sleepers = new Map<string, (() => void)[]>()

  constructor(private readonly options: IdlePollerOptions) {
    this.idleMs = options.idleMs ?? 100
    this.delay = this.idleMs
  }

  /** Resolves when it is time for a consumer to look for work again. */
  rest(destination: string): Promise<void> {
    return new Promise((resolve) => {
      this.sleepers.set(destination, [...(this.sleepers.get(destination) ?? []), resolve])
      void this.poll()
    })
  }

  /** Wakes one consumer, which looks for work while the consumer before it is busy, and wakes the next in its turn. */
  found(destination: string): void {
    this.delay = this.idleMs
    this.wakeOne(destination)
  }

  /** Wakes all consumers of a destination. */
  end(destination: string): void {
    for (const wake of this.sleepers.get(destination) ?? []) wake()
    this.sleepers.delete(destination)
  }

  private async poll(): Promise<void> {
    if (this.isPolling) return
    this.isPolling = true
    const { dueAmong, sleep = rest } = this.options
    while (this.sleepers.size > 0) {
      const { delay } = this
      this.delay = Math.min(delay * 2, Math.max(MAX_IDLE, this.idleMs))
      await sleep(delay)
      const names = [...this.sleepers.keys()]
      // A look at one destination is a claim already. If the store fails, claims report it.
      const due = names.length < 2 ? names : await dueAmong(names).catch(() => names)
      for (const name of due) this.wakeOne(name)
    }
    this.isPolling = false
  }

  private wakeOne(destination: string): void {
    const [wake, ...others] = this.sleepers.get(destination) ?? []
    if (others.length === 0) this.sleepers.delete(destination)
    else this.sleepers.set(destination, others)
    wake?.()
  }
}

/** Keeps no process alive. */
async function rest(milliseconds: number): Promise<void> {
  await wait(milliseconds, undefined, { ref: false })
}
