import type { Repeats } from './event-ids'
import { summarizeRepeats } from './event-ids'
import type { BuiltObservation, Position } from './observation'
import { comparePositions } from './observation'
import { PURCHASES } from './rules/purchases'
import { DistinctSample, fingerprint } from './sample'

/** Orders whose event IDs are compared. */
const MAX_ORDERS = 8192

/** Event IDs that are kept for one order. */
const MAX_IDS = 8

/** The events of one order, by the fingerprints of their IDs, with the first position of each. */
type Order = Record<string, Position>

/** Counts purchases that have the order ID of another one, but not its event ID, exactly or by a sample of orders. */
export class OrderIds {
  private readonly sample = new DistinctSample<Order>(MAX_ORDERS, combine)
  /** Purchases with both IDs. */
  private total = 0

  add({ built: { event, event_id, properties }, position }: BuiltObservation): void {
    if (event_id === undefined || properties?.order_id === undefined || !PURCHASES.includes(event)) return
    this.total++
    const key = fingerprint(JSON.stringify([event, properties.order_id]))
    this.sample.add(key, () => ({ [fingerprint(event_id)]: position }))
  }

  repeats(): Repeats {
    const orders = this.sample.values().map((order) => {
      const positions = Object.values(order).sort(comparePositions)
      return { count: positions.length, positions }
    })
    return summarizeRepeats(orders, this.total, this.sample.isPartial)
  }
}

/** The first events of an order, so that the order of the input does not matter. */
function combine(one: Order, other: Order): Order {
  const all = [...Object.entries(one), ...Object.entries(other)].sort(([, a], [, b]) => comparePositions(a, b))
  const first: Order = {}
  for (const [id, position] of all) if (Object.keys(first).length < MAX_IDS) first[id] ??= position
  return first
}
