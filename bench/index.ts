import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { benchDestination } from './destination'
import { benchMapping } from './mapping'
import { benchParts } from './parts'
import { benchProfile } from './profile'
import type { ReceiverKind } from './receivers'
import { RECEIVER_KINDS } from './receivers'
import type { Section } from './report'
import { describeMachine, isMet, printMachine, printSection, printTargets } from './report'
import { benchSend } from './send'
import type { Size } from './sizes'
import { SIZES } from './sizes'
import { benchStartUp } from './start-up'

/** In the order they run. */
const BENCHMARKS: Record<string, (size: Size, receiver: ReceiverKind) => Promise<Section>> = {
  destination: benchDestination,
  parts: benchParts,
  mapping: benchMapping,
  send: benchSend,
  'start-up': benchStartUp,
  profile: benchProfile
}

const USAGE = `Usage: npm run bench -- [--size small|full] [--events N] [--receiver plain|sandbox] [--json FILE] [--only NAME ...]
Names: ${Object.keys(BENCHMARKS).join(', ')}`

interface Options {
  sizeName: string
  size: Size
  receiver: ReceiverKind
  json?: string
  chosen: string[]
}

/** @throws Error that says what there is */
function readOptions(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      size: { type: 'string', default: 'full' },
      events: { type: 'string' },
      receiver: { type: 'string', default: 'plain' },
      json: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] }
    }
  })
  const { size: sizeName, json } = values
  const size = SIZES.get(sizeName)
  const receiver = RECEIVER_KINDS.find((kind) => kind === values.receiver)
  // "--only parts mapping" is an option and a further argument.
  const named = [...values.only, ...positionals]
  const fileEvents = Number(values.events ?? size?.fileEvents)
  const isKnown = named.every((name) => Object.hasOwn(BENCHMARKS, name))
  if (size === undefined || receiver === undefined || !isKnown || !(fileEvents > 0)) throw new Error(USAGE)

  const chosen = named.length > 0 ? named : Object.keys(BENCHMARKS)
  return { sizeName, size: { ...size, fileEvents }, receiver, json, chosen }
}

async function run({ sizeName, size, receiver, json, chosen }: Options): Promise<void> {
  const machine = describeMachine()
  printMachine(machine)
  const sections: Section[] = []
  for (const [name, bench] of Object.entries(BENCHMARKS)) {
    if (!chosen.includes(name)) continue
    const section = await bench(size, receiver)
    printSection(section)
    sections.push(section)
  }
  const targets = sections.flatMap((section) => section.targets)
  printTargets(targets)
  if (json === undefined) return

  const tables = sections.map(({ title, rows }) => ({ title, rows }))
  const judged = targets.map((target) => ({ ...target, isMet: isMet(target) }))
  const results = { machine, size: sizeName, tables, targets: judged }
  writeFileSync(json, `${JSON.stringify(results, undefined, 2)}\n`)
}

async function main(): Promise<void> {
  await run(readOptions())
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
