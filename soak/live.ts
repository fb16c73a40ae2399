import { Command, Option } from '@commander-js/extra-typings'
import { seconds, wholeNumber } from '../runner/cli/flags'
import { soakFailover } from './failover'
import { KILLED, soak } from './kills'
import { POISONS, soakPoison } from './poison'
import { PostgresCluster } from './postgres'
import type { SoakResult } from './run'
import type { TemporaryStore } from './stores'
import { temporaryDatabase, temporaryFile } from './stores'
import { soakUpgrade } from './upgrade'

const PARTS = [...KILLED, 'poison', 'failover', 'upgrade'] as const
type Part = (typeof PARTS)[number]

const command = new Command('npm run soak:live --')
  .option('--kills <n>', 'kills of each part', wholeNumber(0, Infinity), 20)
  .option('--failovers <n>', 'failovers of the database', wholeNumber(0, Infinity), 3)
  .option('--outage <seconds>', 'time that a killed part stays away', seconds, 0)
  .option('--old <path>', 'dist/runner/cli/main.js of an older version, for the part upgrade')
  .addOption(new Option('--only <part...>').choices(PARTS).default(PARTS))

type Options = ReturnType<typeof command.opts>

/** Runs a part on one store. @returns `undefined` if it needs something that is not there */
async function run(
  part: Part,
  store: TemporaryStore,
  { kills, outage, old, failovers }: Options,
  cluster?: PostgresCluster
) {
  if (part === 'poison') return soakPoison(store, POISONS)
  if (part === 'upgrade') return old === undefined ? undefined : soakUpgrade(store, old)
  if (part === 'failover') return cluster && soakFailover(cluster, failovers)
  if (part === 'database' && cluster === undefined) return undefined
  return soak({ part, kills, store, cluster, outage })
}

async function main(): Promise<void> {
  const options = command.parse().opts()
  const rows: SoakResult[] = []
  const cluster = await PostgresCluster.create()
  if (cluster === undefined) console.log('PostgreSQL is skipped: it is not installed.')
  for (const part of options.only) {
    for (const engine of ['SQLite', 'PostgreSQL'] as const) {
      if (engine === 'PostgreSQL' && cluster === undefined) continue
      const store = engine === 'SQLite' ? temporaryFile() : await temporaryDatabase((cluster as PostgresCluster).url)
      // A failover ends the server of the other databases.
      const own = part === 'failover' && engine === 'PostgreSQL' ? await PostgresCluster.create() : cluster
      const result = await run(part, store, options, engine === 'SQLite' ? undefined : own)
      await store.remove()
      if (own !== cluster) await own?.remove()
      if (result === undefined) continue
      rows.push({ ...{ store: engine, part }, ...result })
      console.log(rows.at(-1))
    }
  }
  await cluster?.remove()
  console.table(rows)
  process.exitCode = rows.some(({ lost, doubled, claimed }) => lost + doubled + claimed > 0) ? 1 : 0
}

void main()
