import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { Command, Option } from '@commander-js/extra-typings'
import { COMMAND } from '../bench/command'
import type { CreateEvent } from '../bench/generate'
import { eventsOf, writeEvents } from '../bench/generate'
import { wholeNumber } from '../runner/cli/flags'
import type { Sandbox, Stub } from '../sandbox'
import { startSandbox } from '../sandbox'

/** TikTok rejects every 1,000th event. */
const BAD_EVERY = 1000

/** The faults of TikTok, one after the other, each on a request now and then. */
const FAULTS: Stub[] = [
  { code: 40100 },
  { status: 503, body: 'Bad gateway' },
  { drop: 'before' },
  { drop: 'after' },
  { code: 50000 },
  { delay: 300 }
]
const REQUESTS_BETWEEN_FAULTS = 7

/** Longest time between the last request of a run and its kill, in milliseconds. */
const MAX_DELAY = 300

/** Orders in files, or through standard input, which a run cannot resume: another one begins anew. */
export const INPUTS = ['plain', 'gzip', 'stdin'] as const

export interface SoakOptions {
  input: (typeof INPUTS)[number]
  workers: number
  events: number
  kills: number
}

/** The result of a soak. */
export interface SoakResult extends SoakOptions {
  killed: number
  accepted: number
  /** Events that were sent more than once, which TikTok drops. */
  repeated: number
  /** Events that TikTok counted twice. */
  doubled: number
  /** Events that neither TikTok nor the file of failed events has. */
  lost: number
  /** Events that the report counts and nobody has. */
  claimed: number
}

const create = eventsOf('orders')
const createWithBad: CreateEvent = (index) => {
  const event = create(index)
  const isBad = index % BAD_EVERY === BAD_EVERY - 1
  return isBad ? { ...event, properties: { ...event.properties, num_items: 1e20 } } : event
}

/** Kills `send` again and again while TikTok misbehaves, lets it finish, and compares its report with what TikTok has. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const { input, workers, events, kills } = options
  const folder = mkdtempSync(join(tmpdir(), 'tiktok-conversions-soak-'))
  const isResumable = input !== 'stdin'
  const file = join(folder, input === 'gzip' ? 'orders.ndjson.gz' : 'orders.ndjson')
  const failedFile = join(folder, 'failed.ndjson')
  let requests = 0
  const sandbox: Sandbox = await startSandbox({
    onRequest: () => {
      const turn = ++requests / REQUESTS_BETWEEN_FAULTS
      if (Number.isInteger(turn)) sandbox.stub(FAULTS[turn % FAULTS.length])
    }
  })
  await writeEvents(file, events, createWithBad)
  // For a sandbox, `send` remembers only what it is asked to.
  const files = `--failed failed.ndjson${isResumable ? ' --checkpoint run.checkpoint' : ''}`
  const flags = `--sandbox-port ${sandbox.port} --workers ${workers} --json --retry-delay 0.05 ${files}`
  const begin = () => {
    // The failed events of a run that is not resumed belong to another run.
    if (!isResumable) rmSync(failedFile, { force: true })
    const args = [COMMAND, 'send', isResumable ? file : '-', ...flags.split(' ')]
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] })
    child.stdin.on('error', () => undefined)
    if (isResumable) child.stdin.end()
    else createReadStream(file).pipe(child.stdin)
    return child
  }
  // Each life is so short that all of them fit into the run.
  const most = Math.max(1, Math.floor((isResumable ? 1.5 / kills : 0.1) * (events / 1000)))
  let killed = 0
  while (killed < kills) {
    const end = requests + 1 + Math.floor(Math.random() * most)
    const child = begin()
    const ended = once(child, 'close')
    while (requests < end && child.exitCode === null) await wait(2)
    // Anywhere between two requests, too.
    await wait(Math.random() * MAX_DELAY)
    if (child.exitCode !== null) break
    child.kill('SIGKILL')
    await ended
    killed++
  }
  const last = begin()
  const [output] = await Promise.all([text(last.stdout), once(last, 'close')])
  const report = JSON.parse(output)
  // A run that had finished would only report that it did.
  const { delivered, rejected } = report.earlier ?? report
  const failed = existsSync(failedFile) ? readFileSync(failedFile, 'utf8').trim().split('\n').length : 0
  await sandbox.close()
  rmSync(folder, { recursive: true })
  const { accepted, duplicates: repeated } = sandbox.totals
  const doubled = Math.max(0, accepted - (events - Math.floor(events / BAD_EVERY)))
  const bad = Math.floor(events / BAD_EVERY)
  const lost = events - bad - accepted + (bad - failed)
  const claimed = delivered - accepted + (rejected - failed)
  return { ...options, killed, accepted, repeated, doubled, lost, claimed }
}

async function main(): Promise<void> {
  const { events, kills, input, workers } = new Command('npm run soak --')
    .option('--events <n>', 'events of each file', wholeNumber(1, Infinity), 200_000)
    .option('--kills <n>', 'kills of each run', wholeNumber(1, Infinity), 20)
    .addOption(new Option('--input <kind...>').choices(INPUTS).default(INPUTS))
    .option('--workers <n...>', 'threads', (value, all: number[] = []) => [...all, wholeNumber(1, 64)(value)])
    .parse()
    .opts()
  const rows: SoakResult[] = []
  for (const kind of input) {
    for (const threads of workers ?? [1, 2]) {
      rows.push(await soak({ input: kind, workers: threads, events, kills }))
      console.log(JSON.stringify(rows.at(-1)))
    }
  }
  console.table(rows)
  process.exitCode = rows.every(({ lost, doubled, claimed }) => lost === 0 && doubled === 0 && claimed === 0) ? 0 : 1
}

if (require.main === module) void main()
