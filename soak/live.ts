import { setTimeout as wait } from 'node:timers/promises'
import { Command, Option } from '@commander-js/extra-typings'
import { eventsOf } from '../bench/generate'
import { seconds, wholeNumber } from '../runner/cli/flags'
import type { Sandbox } from '../sandbox'
import { startSandbox } from '../sandbox'
import { SteadyClient } from './client'
import { freePort, PostgresCluster } from './postgres'
import { ServeProcess } from './serve'
import type { TemporaryStore } from './stores'
import { temporaryDatabase, temporaryFile, untilEmpty } from './stores'

export const PARTS = ['intake', 'deliverer', 'database'] as const
export type Part = (typeof PARTS)[number]

export interface SoakOptions {
  part: Part
  kills: number
  store: TemporaryStore
  /** The server of the store, which is killed as the database. */
  cluster?: PostgresCluster
  /** Milliseconds for which the killed part stays away. */
  outage?: number
}

export interface SoakResult {
  sent: number
  acknowledged: number
  /** Events that TikTok counted. */
  counted: number
  /** Events that TikTok dropped, as it had them. */
  repeated: number
  /** Acknowledged events that TikTok does not have. */
  lost: number
  /** Events that TikTok counted more than once. */
  doubled: number
}

/** Events between two kills, so that each one meets work. */
const PROGRESS = 100

/** Longest wait before a kill, in milliseconds: it may meet any step. */
const MAX_DELAY = 300

/** Kills one part again and again under a real client, and compares what was acknowledged with what TikTok has. */
export async function soak({ part, kills, store, cluster, outage = 0 }: SoakOptions): Promise<SoakResult> {
  const sandbox = await startSandbox({ keep: 'all' })
  const port = await freePort()
  const roles = { intake: ['intake', '--port', String(port)], deliverer: ['deliver', '--lease', '2'] }
  const serve = (role: keyof typeof roles) => {
    const shared = ['--store', store.location, '--sandbox-port', String(sandbox.port)]
    return ServeProcess.start([...shared, '--only', ...roles[role]])
  }
  const running = { intake: await serve('intake'), deliverer: await serve('deliverer') }
  const client = new SteadyClient(`http://127.0.0.1:${port}`, eventsOf('orders'))
  const progress = () => Math.min(client.acknowledged.size, sandbox.totals.accepted)
  try {
    for (let round = 0; round < kills; round++) {
      const goal = progress() + PROGRESS
      while (progress() < goal) await wait(10)
      await wait(Math.random() * MAX_DELAY)
      await (part === 'database' ? cluster : running[part])?.kill()
      await wait(outage)
      if (part === 'database') await cluster?.start()
      else running[part] = await serve(part)
    }
    await client.stop()
    await untilEmpty(store.location)
  } finally {
    await client.stop()
    await running.intake.stop()
    await running.deliverer.stop()
    await sandbox.close()
  }
  return compare(client, sandbox)
}

function compare({ sent, acknowledged }: SteadyClient, { accepted, totals }: Sandbox): SoakResult {
  const ids = accepted.map(({ data }) => data.event_id ?? '')
  const counted = new Set(ids)
  return {
    sent: sent.size,
    acknowledged: acknowledged.size,
    counted: counted.size,
    repeated: totals.duplicates,
    lost: [...acknowledged].filter((id) => !counted.has(id)).length,
    doubled: ids.length - counted.size + [...counted].filter((id) => !sent.has(id)).length
  }
}

async function main(): Promise<void> {
  const { kills, outage, only } = new Command('npm run soak:live --')
    .option('--kills <n>', 'kills of each part', wholeNumber(0, Infinity), 20)
    .option('--outage <seconds>', 'time that a killed part stays away', seconds, 0)
    .addOption(new Option('--only <part...>').choices(PARTS).default(PARTS))
    .parse()
    .opts()
  const rows: SoakResult[] = []
  const run = async (engine: string, part: Part, store: TemporaryStore, cluster?: PostgresCluster) => {
    const result = await soak({ part, kills, store, cluster, outage })
    await store.remove()
    rows.push({ ...{ store: engine, killed: part, kills }, ...result })
  }
  for (const part of only) if (part !== 'database') await run('SQLite', part, temporaryFile())
  const cluster = await PostgresCluster.create()
  if (cluster === undefined) console.log('PostgreSQL is skipped: it is not installed.')
  else for (const part of only) await run('PostgreSQL', part, await temporaryDatabase(cluster.url), cluster)
  await cluster?.remove()
  console.table(rows)
  process.exitCode = rows.some(({ lost, doubled }) => lost + doubled > 0) ? 1 : 0
}

if (require.main === module) void main()
