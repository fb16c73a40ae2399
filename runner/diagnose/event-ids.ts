import type { BuiltObservation, Position } from './observation'
import { comparePositions } from './observation'
import { DistinctSample, fingerprint } from './sample'

/** Event IDs that are counted. */
const MAX_IDS = 16_384

const MAX_EXAMPLES = 3

interface IdCount {
  count: number
  /** The first events with it. */
  positions: Position[]
}

/** Events that repeat an ID. */
export interface Repeats {
  count: number
  /** Whether the count is estimated from a sample. */
  isEstimate: boolean
  examples: Position[]
}

/** Counts events that have the same name and ID as another one, exactly or by a sample of IDs. */
export class EventIds {
  private readonly sample = new DistinctSample<IdCount>(MAX_IDS, combine)
  /** Events with an ID. */
  private total = 0

  add({ built: { event, event_id }, position }: BuiltObservation): void {
    if (event_id === undefined) return
    this.total++
    this.sample.add(fingerprint(JSON.stringify([event, event_id])), () => ({ count: 1, positions: [position] }))
  }

  repeats(): Repeats {
    return summarizeRepeats(this.sample.values(), this.total, this.sample.isPartial)
  }
}

/**
 * Counts what comes after the first one of each group.
 * @param total number of all events; the groups are a sample of them
 * @param isEstimate whether the groups are not all
 */
export function summarizeRepeats(groups: readonly IdCount[], total: number, isEstimate: boolean): Repeats {
  const events = groups.reduce((sum, { count }) => sum + count, 0)
  const repeated = events - groups.length
  const count = isEstimate ? Math.round((repeated / events) * total) : repeated
  const examples = groups.flatMap(({ positions }) => positions.slice(1)).sort(comparePositions)
  return { count, isEstimate, examples: examples.slice(0, MAX_EXAMPLES) }
}

function combine(one: IdCount, other: IdCount): IdCount {
  const positions = [...one.positions, ...other.positions].sort(comparePositions)
  return { count: one.count + other.count, positions: positions.slice(0, 1 + MAX_EXAMPLES) }
}
