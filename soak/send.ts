import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { Command } from '@commander-js/extra-typings'
import { COMMAND } from '../bench/command'
import type { CreateEvent } from '../bench/generate'
import { eventsOf, writeEvents } from '../bench/generate'
import { wholeNumber } from '../runner/cli/flags'
import type { Sandbox, Stub } from '../sandbox'
import { startSandbox } from '../sandbox'

/** Every 1,000th event is one that TikTok rejects. */
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

/** Longest time that a run lives before it is killed, in milliseconds. */
const MAX_LIFE = 3000

const create = eventsOf('orders')
const createWithBad: CreateEvent = (index) => {
  const event = create(index)
  const isBad = index % BAD_EVERY === BAD_EVERY - 1
  return isBad ? { ...event, properties: { ...event.properties, num_items: 1e20 } } : event
}

/** Kills `send` again and again while TikTok misbehaves, lets it finish, and compares what it says with what TikTok has. */
async function soak(input: string, workers: number, events: number, kills: number) {
  const folder = mkdtempSync(join(tmpdir(), 'tiktok-conversions-soak-'))
  let requests = 0
  const sandbox: Sandbox = await startSandbox({
    onRequest: () => {
      const turn = ++requests / REQUESTS_BETWEEN_FAULTS
      if (Number.isInteger(turn)) sandbox.stub(FAULTS[turn % FAULTS.length])
    }
  })
  await writeEvents(join(folder, input), events, createWithBad)
  // For a sandbox, `send` remembers only what it is told to.
  const files = '--checkpoint run.checkpoint --failed failed.ndjson'
  const options = `--sandbox-port ${sandbox.port} --workers ${workers} --json --retry-delay 0.05 ${files}`
  const begin = () => {
    const args = [COMMAND, 'send', input, ...options.split(' ')]
    return spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
  }
  let killed = 0
  while (killed < kills) {
    const child = begin()
    const ended = once(child, 'close')
    await Promise.race([ended, wait(500 + Math.random() * MAX_LIFE)])
    if (child.exitCode !== null) break
    child.kill('SIGKILL')
    await ended
    killed++
  }
  const last = begin()
  const [output] = await Promise.all([text(last.stdout), once(last, 'close')])
  const report = JSON.parse(output)
  // A run that had finished would only report that it did.
  const { delivered, rejected } = killed < kills ? report.earlier : report
  const failedFile = join(folder, 'failed.ndjson')
  const failed = existsSync(failedFile) ? readFileSync(failedFile, 'utf8').trim().split('\n').length : 0
  await sandbox.close()
  rmSync(folder, { recursive: true })
  const { accepted, duplicates: repeated } = sandbox.totals
  const bad = Math.floor(events / BAD_EVERY)
  const lost = events - bad - accepted + (bad - failed)
  const claimed = delivered - accepted + (rejected - failed)
  return { input, workers, killed, accepted, repeated, lost, claimed }
}

async function main(): Promise<void> {
  const { events, kills } = new Command('npm run soak --')
    .option('--events <n>', 'events of each file', wholeNumber(1, Infinity), 300_000)
    .option('--kills <n>', 'kills of each run', wholeNumber(0, Infinity), 20)
    .parse()
    .opts()
  const rows: Awaited<ReturnType<typeof soak>>[] = []
  for (const input of ['orders.ndjson', 'orders.ndjson.gz']) {
    for (const workers of [1, 2]) {
      rows.push(await soak(input, workers, events, kills))
      console.log(rows.length, 'of 4')
    }
  }
  console.table(rows)
  process.exitCode = rows.every(({ lost, claimed }) => lost === 0 && claimed === 0) ? 0 : 1
}

void main()
