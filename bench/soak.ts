import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { bin } from '../package.json'
import type { Sandbox, Stub } from '../sandbox'
import { startSandbox } from '../sandbox'
import type { CreateEvent } from './generate'
import { eventsOf, writeEvents } from './generate'

const COMMAND = join(__dirname, '..', bin['tiktok-conversions'])

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
async function soak(name: string, workers: string, events: number, kills: number): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'tiktok-conversions-soak-'))
  let requests = 0
  const sandbox: Sandbox = await startSandbox({
    onRequest: () => {
      requests++
      const turn = requests / REQUESTS_BETWEEN_FAULTS
      if (Number.isInteger(turn)) sandbox.stub(FAULTS[turn % FAULTS.length])
    }
  })
  const file = join(folder, name)
  await writeEvents(file, events, createWithBad)
  const failedFile = `${file}.failed.ndjson`
  const begin = () => {
    // For a sandbox, `send` remembers only what it is told to.
    const files = ['--checkpoint', `${file}.checkpoint`, '--failed', failedFile]
    const options = [
      '--sandbox-port',
      String(sandbox.port),
      '--workers',
      workers,
      '--json',
      '--retry-delay',
      '0.05',
      ...files
    ]
    return spawn(process.execPath, [COMMAND, 'send', file, ...options], { stdio: ['ignore', 'pipe', 'ignore'] })
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
  // A run that had finished would only report that it did.
  const isFinished = killed < kills
  const child = begin()
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')])
  const report = JSON.parse(output)
  const { delivered, rejected } = isFinished ? report.earlier : report
  const failed = existsSync(failedFile) ? readFileSync(failedFile, 'utf8').trim().split('\n').length : 0
  await sandbox.close()
  rmSync(folder, { recursive: true })
  const { accepted, duplicates } = sandbox.totals
  const good = events - Math.floor(events / BAD_EVERY)
  return {
    input: name,
    workers,
    killed,
    accepted,
    repeated: duplicates,
    lost: good - accepted + (events - good - failed),
    claimed: delivered - accepted + (rejected - failed)
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { events: { type: 'string', default: '300000' }, kills: { type: 'string', default: '20' } }
  })
  const rows: object[] = []
  for (const name of ['orders.ndjson', 'orders.ndjson.gz']) {
    for (const workers of ['1', '2']) {
      rows.push(await soak(name, workers, Number(values.events), Number(values.kills)))
      console.log(rows.length, 'of 4')
    }
  }
  console.table(rows)
  const isRight = rows.every((row) => 'lost' in row && 'claimed' in row && row.lost === 0 && row.claimed === 0)
  process.exitCode = isRight ? 0 : 1
}

void main()
