import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import { runCommand } from './command'
import { createLines, parseLines } from './events'
import { generateFile } from './generate'
import type { Figure, Measurements, Variant } from './measure'
import { measureRounds, warmUp } from './measure'
import { startReceiver } from './receivers'
import type { Section, Target } from './report'
import type { Size } from './sizes'
import { createDestination, cutIntoBatches, EVENT_KINDS, sendInBatches } from './subjects'

/** Two workers send this many times as many events a second as one. */
const MIN_GAIN = 1.6

/** The command handles this share of the events that the destination itself handles with the same CPU time. */
const MIN_SHARE = 0.8

const MAX_MEGABYTES = 200

const DESTINATION = 'destination itself, batches of 1000'

/** A run of the command. */
interface Run extends Variant {
  workers?: number
  /** Of the last run. */
  requests?: number
}

/** The command, on files of events. */
export async function benchSend({ fileEvents, fileRounds, batched }: Size): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), 'tiktok-conversions-bench-'))
  const receiver = await startReceiver('plain')
  try {
    const runs: Run[] = []
    for (const isGzip of [false, true]) {
      const file = join(folder, `events.ndjson${isGzip ? '.gz' : ''}`)
      await generateFile(file, fileEvents, { isGzip })
      const kind = isGzip ? 'gzip' : 'plain'
      for (const workers of await workerCounts()) runs.push(createRun(kind, file, fileEvents, receiver.port, workers))
    }
    const direct: Run = createDirect(receiver.port, batched)
    await warmUp([direct])
    const all = [direct, ...runs]
    const measurements = await measureRounds(all, fileRounds)
    return {
      title: `send, ${fileEvents.toLocaleString('en-US')} events, half of them orders and half page views`,
      rows: all.map(({ name, events, requests }) => ({
        '': name,
        'events/s': measurements.median(name, 'eventsPerSecond'),
        'CPU µs/event': measurements.median(name, 'cpuPerEvent'),
        'cores used': measurements.median(name, 'coresUsed'),
        'peak RSS, MB': toMegabytes(measurements.figure(name, 'peakRss')).median,
        events,
        requests
      })),
      targets: [...targetsForOne(runs, measurements), ...targetsForTwo(runs, measurements)]
    }
  } finally {
    receiver.close()
    await rm(folder, { recursive: true })
  }
}

/** Commands without workers are measured as well. */
async function workerCounts(): Promise<(number | undefined)[]> {
  const { stdout } = await runCommand(['send', '--help'])
  return stdout.includes('--workers') ? [1, 2] : [undefined]
}

function createRun(kind: string, file: string, events: number, port: number, workers?: number): Run {
  const args = ['send', file, '--sandbox-port', String(port), '--list', '0', '--json']
  if (workers !== undefined) args.push('--workers', String(workers))
  const variant: Run = {
    name: `send, ${kind}${workers === undefined ? '' : `, workers ${workers}`}`,
    events,
    workers,
    run: async () => {
      const { stdout, usage } = await runCommand(args)
      const { delivered, requests } = JSON.parse(stdout)
      if (delivered !== events) throw new Error(`Only ${delivered} of ${events} events were delivered.`)
      variant.requests = requests
      return usage
    }
  }
  return variant
}

/** The same events through the destination, without files. */
function createDirect(port: number, eventsOfAKind: number): Variant {
  const destination = createDestination(port)
  const kinds = EVENT_KINDS.map(({ create, settings }) => ({ settings, lines: createLines(eventsOfAKind, create) }))
  let work: { settings: JSONObject; batches: SegmentEvent[][] }[] = []
  return {
    name: DESTINATION,
    events: eventsOfAKind * EVENT_KINDS.length,
    prepare: () => {
      work = kinds.map(({ settings, lines }) => ({ settings, batches: cutIntoBatches(parseLines(lines), 1000) }))
    },
    run: async () => {
      for (const { batches, settings } of work) await sendInBatches(destination, batches, settings, 1)
    }
  }
}

function targetsForOne(runs: readonly Run[], measurements: Measurements): Target[] {
  const alone = runs.filter(({ workers = 1 }) => workers === 1)
  return alone.map(({ name }) => ({
    name: `${name}: events per CPU second, to the destination's own`,
    figure: measurements.ratio(DESTINATION, name, 'cpuPerEvent'),
    atLeast: MIN_SHARE
  }))
}

function targetsForTwo(runs: readonly Run[], measurements: Measurements): Target[] {
  const pairs = runs.filter(({ workers }) => workers === 2)
  const gains = pairs.map(({ name }) => ({
    name: `${name}: events/s, to workers 1`,
    figure: measurements.ratio(name, name.replace('workers 2', 'workers 1'), 'eventsPerSecond'),
    atLeast: MIN_GAIN
  }))
  const peaks = runs.map(({ name }) => ({
    name: `${name}: peak RSS, MB`,
    figure: toMegabytes(measurements.figure(name, 'peakRss')),
    atMost: MAX_MEGABYTES
  }))
  return [...gains, ...peaks]
}

function toMegabytes({ median, least, most }: Figure): Figure {
  const mega = 1024 * 1024
  return { median: median / mega, least: least / mega, most: most / mega }
}
