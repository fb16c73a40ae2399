import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openStore } from '../runner/live/store/open'
import type { Sandbox } from '../sandbox'
import { startSandbox } from '../sandbox'
import { eventsOf } from './generate'
import { SteadyClient } from './live-client'
import { freePort, PostgresCluster } from './live-cluster'
import { ServeProcess } from './live-serve'
import type { TemporaryStore } from './live-store'
import { temporaryDatabase, temporaryFile } from './live-store'

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
  const processes = new Processes(store.location, sandbox, await freePort())
  await processes.start('intake')
  await processes.start('deliverer')
  const client = new SteadyClient(processes.url, eventsOf('orders'))
  const progress = () => Math.min(client.acknowledged.size, sandbox.totals.accepted)
  try {
    for (let round = 0; round < kills; round++) {
      const goal = progress() + PROGRESS
      while (progress() < goal) await wait(10)
      await wait(Math.random() * MAX_DELAY)
      await (part === 'database' ? cluster?.kill() : processes.kill(part))
      await wait(outage)
      await (part === 'database' ? cluster?.start() : processes.start(part))
    }
    await client.stop()
    await untilEmpty(store.location)
  } finally {
    await client.stop()
    await processes.stop()
    await sandbox.close()
  }
  return compare(client, sandbox)
}

/** An intake and a deliverer, apart. */
class Processes {
  private readonly running = new Map<Part, ServeProcess>()

  constructor(
    private readonly store: string,
    private readonly sandbox: Sandbox,
    private readonly port: number
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async start(part: Part): Promise<void> {
    const only = part === 'intake' ? ['intake', '--port', String(this.port)] : ['deliver', '--lease', '2']
    const sandbox = ['--sandbox-port', String(this.sandbox.port)]
    this.running.set(part, await ServeProcess.start(['--store', this.store, '--only', ...only, ...sandbox]))
  }

  async kill(part: Part): Promise<void> {
    await this.running.get(part)?.kill()
  }

  async stop(): Promise<void> {
    for (const process of this.running.values()) await process.stop()
  }
}

async function untilEmpty(location: string): Promise<void> {
  const store = await openStore(location)
  while ((await store.counts()).backlog > 0) await wait(50)
  await store.close()
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
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '20' },
      outage: { type: 'string', default: '0' },
      only: { type: 'string', multiple: true, default: [...PARTS] }
    }
  })
  const { only } = values
  const options = { kills: Number(values.kills), outage: Number(values.outage) * 1000 }
  const rows: object[] = []
  const run = async (engine: string, part: Part, store: TemporaryStore, cluster?: PostgresCluster) => {
    if (!only.includes(part)) return
    rows.push({
      store: engine,
      killed: part,
      kills: options.kills,
      ...(await soak({ ...options, part, store, cluster }))
    })
    await store.remove()
  }
  for (const part of ['intake', 'deliverer'] as const) await run('SQLite', part, temporaryFile())
  const cluster = await PostgresCluster.create()
  if (cluster === undefined) console.log('PostgreSQL is skipped: it is not installed.')
  else for (const part of PARTS) await run('PostgreSQL', part, await temporaryDatabase(cluster.url), cluster)
  await cluster?.remove()
  console.table(rows)
  process.exitCode = rows.some((row) => (row as SoakResult).lost + (row as SoakResult).doubled > 0) ? 1 : 0
}

if (require.main === module) void main()
