import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { Command, Option } from '@commander-js/extra-typings'
import { wholeNumber } from '../runner/cli/flags'
import { benchDestination } from './destination'
import type { Benchmark, Figure } from './measure'
import { measureRounds, printTable, summarize } from './measure'
import { startReceiver } from './receiver'
import { benchMemory, benchSend } from './send'

/** The amount of work: batches of 1,000 events in this process, events of a file, share of each memory case. */
const SIZES = {
  // Shows that the benchmarks run. Its figures mean little.
  small: { rounds: 1, batches: 2, fileRounds: 1, fileEvents: 4000, memoryShare: 0.01 },
  full: { rounds: 11, batches: 5, fileRounds: 3, fileEvents: 200_000, memoryShare: 1 }
}

async function main(): Promise<void> {
  const { size, only, events, json } = new Command('npm run bench --')
    .addOption(new Option('--size <size>').choices(['small', 'full'] as const).default('full' as const))
    .addOption(new Option('--only <part...>').choices(['destination', 'send', 'memory']))
    .option('--events <n>', 'events of a file', wholeNumber(1, Infinity))
    .option('--json <file>', 'also writes the tables as JSON')
    .parse()
    .opts()
  const { rounds, batches, fileRounds, fileEvents, memoryShare } = SIZES[size]
  const { port, stop } = await startReceiver('accept')
  const benchmarks: Record<string, () => Promise<Benchmark>> = {
    destination: () => benchDestination(rounds, batches, port),
    send: () => benchSend(fileRounds, events ?? fileEvents, batches),
    memory: () => benchMemory(memoryShare)
  }
  const machine = `${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0]}, Node.js ${process.version}`
  console.log(machine)
  const results: Record<string, object> = {}
  for (const name of only ?? Object.keys(benchmarks)) results[name] = await run(name, await benchmarks[name]())
  await stop()
  if (json) writeFileSync(json, `${JSON.stringify({ machine, size, results }, undefined, 2)}\n`)
}

async function run(name: string, { variants, rounds, figures }: Benchmark): Promise<object> {
  const measured = await measureRounds(variants, rounds)
  const medians = variants.map((variant) => {
    const median = (of: Figure['of']) => summarize(measured, of).median
    return {
      [name]: variant.name,
      'CPU µs/event': median((round) => round[variant.name].cpu),
      'events/s': median((round) => round[variant.name].speed),
      'peak MB': median((round) => round[variant.name].peak),
      requests: median((round) => round[variant.name].requests)
    }
  })
  const judged = figures.map((figure) => {
    const summary = summarize(measured, figure.of)
    return { figure: figure.name, ...summary, target: judge(summary.median, figure) }
  })
  for (const rows of [medians, judged]) printTable(rows)
  return { medians, figures: judged }
}

function judge(median: number, { atMost, atLeast }: Figure): string {
  if (atMost !== undefined) return `at most ${atMost}: ${median <= atMost ? 'met' : 'MISSED'}`
  return atLeast === undefined ? '' : `at least ${atLeast}: ${median >= atLeast ? 'met' : 'MISSED'}`
}

main().catch((error: Error) => {
  console.error(error.message)
  // Ends the receivers as well.
  process.exit(1)
})
