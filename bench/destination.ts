import type { Destination, SegmentEvent } from '@segment/actions-core'
import type { Settings } from '../src/generated-types'
import { createLines, parseLines } from './events'
import type { Figure, Measurements, Variant } from './measure'
import { measureRounds } from './measure'
import type { Receiver, ReceiverKind, Traffic } from './receivers'
import { startReceiver } from './receivers'
import type { Row, Section, Target } from './report'
import type { Size } from './sizes'
import type { EventKind } from './subjects'
import {
  createDestination,
  createFloor,
  createUnconnected,
  cutIntoBatches,
  EVENT_KINDS,
  sendInBatches,
  sendSingly
} from './subjects'

/** How `onEvent` and `onBatch` are called: events of a batch (1 is a single event), and calls at a time. */
const CALLS = [
  { size: 1, concurrency: 1 },
  { size: 1, concurrency: 16 },
  { size: 1, concurrency: 64 },
  { size: 10, concurrency: 1 },
  { size: 100, concurrency: 1 },
  { size: 1000, concurrency: 1 }
]

type Call = (typeof CALLS)[number]

const SINGLE = { size: 1, concurrency: 1 }
const BATCH = { size: 1000, concurrency: 1 }

/** What is measured: the destination, actions-core below it, and the destination with nothing below it. */
type Subject = 'floor' | 'without HTTP' | 'destination'

interface Case extends Variant {
  subject: Subject
  kind: EventKind
  call: Call
}

/** Our own code adds no more than this share of what actions-core takes. */
const MAX_OWN_SHARE = 0.1

/** Batches deliver this many times as many events a second as single sends at the same concurrency. */
const MIN_BATCH_GAIN = 5

/** The destination in all the ways a CDP calls it, and actions-core alone. */
export async function benchDestination(size: Size, receiverKind: ReceiverKind): Promise<Section> {
  const receiver = await startReceiver(receiverKind)
  try {
    const cases = createCases(size, receiver.port)
    const traffic = await countTraffic(cases, receiver)
    const measurements = await measureRounds(cases, size.rounds)
    return {
      title: `Destination, against ${receiverKind === 'sandbox' ? 'the sandbox' : 'a receiver'} in a process of its own`,
      rows: cases.map((item) => toRow(item, measurements, traffic)),
      targets: EVENT_KINDS.flatMap((kind) => targetsOf(kind, measurements))
    }
  } finally {
    receiver.close()
  }
}

function createCases(size: Size, port: number): Case[] {
  const destination = createDestination(port)
  const floor = createFloor()
  const unconnected = createUnconnected()
  return EVENT_KINDS.flatMap((kind) => [
    ...CALLS.map((call) => createCase('destination', destination, kind, call, size)),
    ...[SINGLE, BATCH].flatMap((call) => [
      createCase('floor', floor, kind, call, size),
      createCase('without HTTP', unconnected, kind, call, size)
    ])
  ])
}

function createCase(
  subject: Subject,
  destination: Destination<Settings>,
  kind: EventKind,
  call: Call,
  { singles, batched }: Size
): Case {
  const lines = createLines(call.size === 1 ? singles : batched, kind.create)
  let events: SegmentEvent[] = []
  const prepare = () => {
    events = parseLines(lines)
  }
  const run = () =>
    call.size === 1
      ? sendSingly(destination, events, kind.settings, call.concurrency)
      : sendInBatches(destination, cutIntoBatches(events, call.size), kind.settings, call.concurrency)
  return { name: nameOf(subject, kind, call), events: lines.length, prepare, run, subject, kind, call }
}

function nameOf(subject: Subject, { name }: EventKind, { size, concurrency }: Call): string {
  return `${subject}, ${name}, ${size === 1 ? `${concurrency} at a time` : `batches of ${size}`}`
}

/** Every run of a variant sends the same; the first one compiles the code as well. */
async function countTraffic(variants: readonly Variant[], receiver: Receiver): Promise<Map<string, Traffic>> {
  const traffic = new Map<string, Traffic>()
  for (const { name, prepare, run } of variants) {
    prepare?.()
    await run()
    traffic.set(name, await receiver.takeTraffic())
  }
  return traffic
}

function toRow(
  { name, events, subject, kind, call }: Case,
  measurements: Measurements,
  traffic: Map<string, Traffic>
): Row {
  const { requests = 0, bytes = 0 } = traffic.get(name) ?? {}
  const hasFloor = subject !== 'floor' && measurements.has(nameOf('floor', kind, call))
  return {
    '': name,
    'events/s': measurements.median(name, 'eventsPerSecond'),
    'CPU µs/event': measurements.median(name, 'cpuPerEvent'),
    '% above floor': hasFloor ? 100 * shareAboveFloor(subject, kind, call, measurements).median : undefined,
    events,
    requests,
    'bytes/event': bytes / events
  }
}

function targetsOf(kind: EventKind, measurements: Measurements): Target[] {
  const gainAt = (concurrency: number) =>
    measurements.ratio(
      nameOf('destination', kind, BATCH),
      nameOf('destination', kind, { ...SINGLE, concurrency }),
      'eventsPerSecond'
    )
  return [
    {
      name: `our own code to actions-core, CPU, ${kind.name} in batches of 1000`,
      figure: shareAboveFloor('without HTTP', kind, BATCH, measurements),
      atMost: MAX_OWN_SHARE
    },
    ...[1, 16].map((concurrency) => ({
      name: `batches of 1000, one at a time, to ${concurrency} single sends at a time, events/s, ${kind.name}`,
      figure: gainAt(concurrency),
      atLeast: MIN_BATCH_GAIN
    }))
  ]
}

function shareAboveFloor(subject: Subject, kind: EventKind, call: Call, measurements: Measurements): Figure {
  const names = [subject, 'floor' as const].map((name) => nameOf(name, kind, call))
  return measurements.combine('cpuPerEvent', (all, floor) => all / floor - 1, ...names)
}
