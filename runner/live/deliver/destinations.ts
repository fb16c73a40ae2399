import { isDeepStrictEqual } from 'node:util'
import type { DeliveryConfig } from '../../delivery/config'
import type { Store } from '../store/store'
import { Company } from './company'
import { LiveDeliverer } from './deliverer'
import { IdlePoller } from './idle-poller'
import type { DelivererListener } from './report'

/** A destination, and how events are delivered to it. */
export interface DestinationSettings {
  name: string
  delivery: DeliveryConfig
  /** Requests at a time. */
  concurrency: number
}

export interface DestinationsOptions {
  store: Store
  listenerOf: (destination: string) => DelivererListener
  leaseMs?: number
  keepsUnmatched?: boolean
  /** Waits between looks for events. */
  sleep?: (milliseconds: number) => Promise<void>
}

/** Delivers to several destinations, each by itself. Their settings may be replaced at any time. */
export class Destinations {
  private readonly running = new Map<string, { settings: DestinationSettings; deliverer: LiveDeliverer }>()
  /** An event that may end the process is delivered alone, whatever its destination is. */
  private readonly company = new Company()
  private readonly poller: IdlePoller
  private change: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: DestinationsOptions) {
    this.poller = new IdlePoller({ dueAmong: (names) => options.store.dueAmong(names), sleep: options.sleep })
  }

  /** Takes other settings over. Destinations that stay as they are go on; requests in flight are finished. */
  replace(destinations: readonly DestinationSettings[]): Promise<unknown> {
    this.change = this.change.then(() => {
      const names = new Set([...this.running.keys(), ...destinations.map(({ name }) => name)])
      const settingsOf = (name: string) => destinations.find((each) => each.name === name)
      return Promise.all([...names].map((name) => this.replaceOne(name, settingsOf(name))))
    })
    return this.change
  }

  async stop(): Promise<void> {
    await this.replace([])
  }

  private async replaceOne(name: string, settings: DestinationSettings | undefined): Promise<void> {
    const before = this.running.get(name)
    if (before !== undefined) {
      if (isDeepStrictEqual(before.settings, settings)) return
      await before.deliverer.stop()
      this.running.delete(name)
    }
    if (settings === undefined) return
    const { store, listenerOf, leaseMs, keepsUnmatched } = this.options
    // A problem of its old settings is over.
    if (before !== undefined) listenerOf(name).stopped()
    const { delivery, concurrency } = settings
    const deliverer = new LiveDeliverer({
      store: store.forDestination(name),
      destination: name,
      company: this.company,
      poller: this.poller,
      listener: listenerOf(name),
      delivery,
      concurrency,
      leaseMs,
      keepsUnmatched
    })
    this.running.set(name, { settings, deliverer })
  }
}
