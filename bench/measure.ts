/** The cost of one run. */
export interface Usage {
  seconds: number
  /** Microseconds, of all threads of the process. */
  cpu: number
  /** Megabytes of memory. Known for commands, on Linux only. */
  peak?: number
  /** Known for commands only. */
  requests?: number
}

/** One way to do something, to be compared with others. */
export interface Variant {
  name: string
  /** Events of a run. */
  events: number
  /** Prepares the next run. It is not measured. */
  prepare?: () => Promise<void> | void
  /** @returns the cost, if another process paid it */
  run: () => Promise<Usage> | Promise<void> | void
  figures?: readonly Figure[]
}

/** CPU time is in microseconds an event, speed in events a second. */
export type Sample = Omit<Usage, 'seconds'> & { speed: number }

/** Samples by the name of the variant. */
export type Round = Record<string, Sample>

/** A number that is calculated in each round: variants are compared under about the same load of the machine. */
export interface Figure {
  name: string
  /** @param own the variant's own sample */
  of: (own: Sample, round: Round) => number | undefined
  atMost?: number
  atLeast?: number
}

/** Peak memory of a command. @param atMost megabytes */
export const peakWithin = (atMost: number): Figure => ({ name: 'peak MB', of: ({ peak }) => peak, atMost })

/** Runs all variants once in each round, in turn, every other round backwards. */
export async function measureRounds(variants: readonly Variant[], count: number): Promise<Round[]> {
  const rounds = Array.from({ length: count }, (): Round => ({}))
  for (const [index, round] of rounds.entries()) {
    for (const variant of index % 2 === 0 ? variants : [...variants].reverse()) {
      round[variant.name] = await measure(variant)
    }
  }
  return rounds
}

async function measure({ events, prepare, run }: Variant): Promise<Sample> {
  await prepare?.()
  // The garbage of another variant is not charged to this one. A full collection would also discard compiled code.
  globalThis.gc?.({ type: 'minor' })
  const begin = performance.now()
  const cpuBefore = process.cpuUsage()
  const usage = await run()
  const { user, system } = process.cpuUsage(cpuBefore)
  const { seconds, cpu, ...rest } = usage ?? { seconds: (performance.now() - begin) / 1000, cpu: user + system }
  return { cpu: cpu / events, speed: events / seconds, ...rest }
}

export function summarize(
  rounds: readonly Round[],
  of: (round: Round) => number | undefined
): { median: number; least: number; most: number } {
  const values = rounds.map((round) => of(round) ?? Number.NaN).sort((a, b) => a - b)
  const median = (values[(values.length - 1) >> 1] + values[values.length >> 1]) / 2
  return { median, least: values[0], most: values[values.length - 1] }
}

/** Prints three digits: more would be noise. */
export function printTable(rows: readonly object[]): void {
  const round = (_key: string, value: unknown) => {
    if (typeof value !== 'number') return value
    return Number.isNaN(value) ? undefined : Number(value.toPrecision(3))
  }
  console.table(JSON.parse(JSON.stringify(rows, round)))
}
