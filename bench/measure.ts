import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What a run took. */
export interface Usage {
  seconds: number
  /** Microseconds of CPU, of all threads of the process. */
  cpu: number
  /** The most memory the process had, in bytes; unknown outside Linux, and for a part of a process. */
  peakRss?: number
}

/** One way to do something, to be compared with others. */
export interface Variant {
  name: string
  /** How many events a run handles. */
  events: number
  /** Makes ready what a run uses up; this is not measured. */
  prepare?: () => void
  /** Returns what it took, where that was in another process. */
  run: () => Promise<Usage | undefined> | Promise<void> | void
}

/** A figure of all rounds. */
export interface Figure {
  median: number
  least: number
  most: number
}

/** What can be told of a run; CPU time in microseconds. */
export type Measure = 'eventsPerSecond' | 'cpuPerEvent' | 'coresUsed' | 'peakRss'

type Sample = Record<Measure, number>

/** What variants took, round by round. */
export class Measurements {
  private readonly samples = new Map<string, Sample[]>()

  add({ name, events }: Variant, { seconds, cpu, peakRss = Number.NaN }: Usage): void {
    const samples = this.samples.get(name) ?? []
    const coresUsed = cpu / 1e6 / seconds
    samples.push({ eventsPerSecond: events / seconds, cpuPerEvent: cpu / events, coresUsed, peakRss })
    this.samples.set(name, samples)
  }

  has(name: string): boolean {
    return this.samples.has(name)
  }

  figure(name: string, measure: Measure): Figure {
    return figureOf(this.of(name, measure))
  }

  median(name: string, measure: Measure): number {
    return this.figure(name, measure).median
  }

  /** Compares what was measured in the same round, where other work of the machine was about the same. */
  ratio(name: string, base: string, measure: Measure): Figure {
    return this.combine(measure, (value, baseValue) => value / baseValue, name, base)
  }

  /** A figure from what several variants took in the same round. */
  combine(measure: Measure, calculate: (...values: number[]) => number, ...names: string[]): Figure {
    const columns = names.map((name) => this.of(name, measure))
    return figureOf(columns[0].map((_, round) => calculate(...columns.map((values) => values[round]))))
  }

  private of(name: string, measure: Measure): number[] {
    const samples = this.samples.get(name)
    if (samples === undefined) throw new Error(`Nothing was measured of "${name}".`)
    return samples.map((sample) => sample[measure])
  }
}

/** Runs all variants once in each round: what else the machine does then slows all of them alike. */
export async function measureRounds(variants: readonly Variant[], rounds: number): Promise<Measurements> {
  const measurements = new Measurements()
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? variants : [...variants].reverse()
    for (const variant of order) measurements.add(variant, await measure(variant))
  }
  return measurements
}

/** Runs each variant once, so that its code is compiled before it is measured. */
export async function warmUp(variants: readonly Variant[]): Promise<void> {
  for (const variant of variants) await measure(variant)
}

async function measure({ prepare, run }: Variant): Promise<Usage> {
  prepare?.()
  // What another variant left behind is not to be paid for by this one.
  collectYoungObjects()
  const begin = performance.now()
  const cpuBefore = process.cpuUsage()
  const usage = await run()
  const { user, system } = process.cpuUsage(cpuBefore)
  return usage ?? { seconds: (performance.now() - begin) / 1000, cpu: user + system }
}

function figureOf(values: readonly number[]): Figure {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  return { median, least: sorted[0], most: sorted[sorted.length - 1] }
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void

/** The young objects alone: a full collection throws away what the compiler has learnt, and slows down what follows. */
function collectYoungObjects(): void {
  collect({ type: 'minor' })
}
