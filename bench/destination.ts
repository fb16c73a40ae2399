import { Agent } from 'node:https'
import { connect } from 'node:net'
import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import { Destination } from '@segment/actions-core'
import { transformBatch } from '@segment/actions-core/mapping-kit'
import definition from '../src'
import type { Settings } from '../src/generated-types'
import type { Batch, Kind } from './floor'
import * as floor from './floor'
import type { Benchmark, Figure, Round, Size, Variant } from './measure'
import { measureRounds } from './measure'

const { ACTION, SETTINGS } = floor

const CORE = 'mapping, clean-up, validation'

/** The destination through actions-core, in batches and as single events, and the parts of a batch. */
export async function benchDestination({ rounds, batches }: Size, port: number): Promise<Benchmark> {
  const variants: Variant[] = []
  const kinds = Object.keys(floor.PRESETS) as Kind[]
  for (const kind of kinds) variants.push(...createVariants(kind, await floor.createBatches(kind, batches), port))
  // The code is compiled before it is measured.
  await measureRounds(variants, 1)
  return { variants, rounds, figures: kinds.flatMap(figuresOf) }
}

function createVariants(kind: Kind, batches: readonly Batch[], port: number): Variant[] {
  const { subscribe, mapping } = floor.PRESETS[kind]
  const [events, singles] = [1000 * batches.length, 100 * batches.length]
  const destination = createDestination(port)
  const core = floor.createActionsCore(() => undefined)
  // A CDP has just read its events: those that were mapped before are a little faster.
  let fresh: SegmentEvent[][] = []
  const prepare = () => {
    fresh = batches.map(({ lines }) => lines.map(floor.parseLine))
  }
  const each = async <T>(items: readonly T[], run: (item: T) => unknown) => {
    for (const item of items) await run(item)
  }
  const sendTo = async (target: Destination<Settings>, batch: SegmentEvent[]) => {
    const results = await target.executeBatch(ACTION, { events: batch, mapping, settings: SETTINGS })
    if (results.some(({ status }) => status !== 200)) throw new Error('An event was not accepted.')
    // actions-core keeps every answer.
    target.responses.length = 0
  }
  const sendSingle = async (event: SegmentEvent) => {
    await destination.onEvent(event, { ...SETTINGS, subscription: { subscribe, partnerAction: ACTION, mapping } })
    destination.responses.length = 0
  }
  const runs = {
    batches: () => each(fresh, (batch) => sendTo(destination, batch)),
    mapping: () => each(fresh, (batch) => transformBatch(mapping, batch as unknown as JSONObject[])),
    [CORE]: () => each(fresh, (batch) => sendTo(core, batch)),
    'own code': () => each(batches, ({ payloads }) => floor.runOwnCode(payloads, () => undefined)),
    JSON: () => each(batches, ({ request }) => JSON.stringify(request)),
    singles: () => each(fresh.flat().slice(0, singles), sendSingle)
  }
  const toVariant = ([part, run]: [string, () => Promise<void>]) => {
    return { name: `${kind}: ${part}`, events: part === 'singles' ? singles : events, prepare, run }
  }
  return [floor.createFloor(`${kind}: floor`, batches), ...Object.entries(runs).map(toVariant)]
}

/** Parts that cannot be called separately are differences. */
function figuresOf(kind: Kind): Figure[] {
  const cpu = (round: Round, part: string) => round[`${kind}: ${part}`].cpu
  const speed = (round: Round, part: string) => round[`${kind}: ${part}`].speed
  const http = (of: Round) => cpu(of, 'batches') - cpu(of, CORE) - cpu(of, 'own code') - cpu(of, 'JSON')
  const figures: Figure[] = [
    { name: 'clean-up, validation, CPU µs/event', of: (round) => cpu(round, CORE) - cpu(round, 'mapping') },
    { name: 'HTTP, CPU µs/event', of: http },
    { name: 'own code, CPU µs/event', of: (round) => cpu(round, 'own code'), atMost: 15 },
    { name: 'batches / floor, CPU', of: (round) => cpu(round, 'batches') / cpu(round, 'floor') },
    {
      name: 'batches / singles, events/s',
      of: (round) => speed(round, 'batches') / speed(round, 'singles'),
      atLeast: 5
    }
  ]
  return figures.map((figure) => ({ ...figure, name: `${kind}: ${figure.name}` }))
}

/** The destination whose requests lead to a port of this machine, without encryption. */
function createDestination(port: number): Destination<Settings> {
  class LoopbackAgent extends Agent {
    override createConnection = () => connect(port, '127.0.0.1')
  }
  return new Destination<Settings>({
    ...definition,
    // actions-core destroys the agent after each answer.
    extendRequest: (data) => ({ ...definition.extendRequest?.(data), agent: new LoopbackAgent() })
  })
}
