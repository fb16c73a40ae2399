import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { benchDestination } from './destination'
import type { Benchmark, Figure, Size } from './measure'
import { measureRounds, SIZES, summarize } from './measure'
import { startReceiver } from './receiver'
import { benchMemory, benchSend } from './send'

const BENCHMARKS: Record<string, (size: Size, port: number) => Promise<Benchmark>> = {
  destination: benchDestination,
  send: benchSend,
  memory: benchMemory
}

const USAGE = 'Options: [--size small|full] [--only destination|send|memory] [--events N] [--json FILE]'

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: 'full' },
      only: { type: 'string', multiple: true, default: Object.keys(BENCHMARKS) },
      events: { type: 'string' },
      json: { type: 'string' }
    }
  })
  const size = SIZES[values.size as keyof typeof SIZES]
  const fileEvents = Number(values.events ?? size?.fileEvents)
  const isKnown = values.only.every((name) => Object.hasOwn(BENCHMARKS, name))
  if (!size || !(fileEvents > 0) || !isKnown) throw new Error(USAGE)

  const machine = `${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0]}, Node.js ${process.version}`
  console.log(machine)
  const results: Record<string, object> = {}
  for (const name of values.only) results[name] = await runBenchmark(name, { ...size, fileEvents })
  if (values.json)
    writeFileSync(values.json, `${JSON.stringify({ machine, size: values.size, results }, undefined, 2)}\n`)
}

async function runBenchmark(name: string, size: Size): Promise<object> {
  const { port, stop } = await startReceiver('accept')
  const { variants, rounds, figures } = await BENCHMARKS[name](size, port)
  const measured = await measureRounds(variants, rounds)
  await stop()
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

/** Three digits are printed: more would be noise. */
function printTable(rows: Record<string, string | number>[]): void {
  const format = (cell: string | number) =>
    typeof cell === 'string' ? cell : cell.toLocaleString('en-US', { maximumSignificantDigits: 3 }).replace('NaN', '')
  const lines = [Object.keys(rows[0]), ...rows.map((row) => Object.values(row).map(format))]
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  console.log()
  for (const [first, ...cells] of lines) {
    console.log(first.padEnd(widths[0]), ...cells.map((cell, index) => cell.padStart(widths[index + 1] + 1)))
  }
}

main().catch((error: Error) => {
  console.error(error.message)
  // Ends the receivers as well.
  process.exit(1)
})
