import { setTimeout as wait } from 'node:timers/promises'
import { eventsOf } from '../bench/generate'
import { openStore } from '../runner/live/store/open'
import type { Sandbox } from '../sandbox'
import { startSandbox } from '../sandbox'
import { SteadyClient } from './client'
import { freePort } from './ports'
import { ServeProcess } from './serve'
import { untilEmpty } from './stores'

export interface SoakResult {
  sent: number
  acknowledged: number
  /** Events that TikTok counted. */
  counted: number
  /** Events that TikTok dropped, as it had them. */
  repeated: number
  /** Events that are dead letters. */
  dead: number
  /** Acknowledged events that are neither at TikTok nor a dead letter. */
  lost: number
  /** Events that TikTok counted more than once. */
  doubled: number
  /** Events that the store holds for delivered, and TikTok never counted. */
  claimed: number
}

/** Events between two faults, so that each one meets work. */
const PROGRESS = 100

/** Seconds. */
const LEASE = 2

export interface SoakOptions {
  /** Variables of the deliverer. */
  env?: NodeJS.ProcessEnv
  /** Path of the program that the first processes run, if it is another. */
  command?: string
}

type Role = 'intake' | 'deliverer'

/** A real client in front of an intake, a deliverer and a sandbox: what was acknowledged is compared with what arrived. */
export class SoakRun {
  readonly running: Partial<Record<Role, ServeProcess>> = {}

  private constructor(
    private readonly location: string,
    readonly sandbox: Sandbox,
    private readonly port: number,
    readonly client: SteadyClient,
    private readonly env: NodeJS.ProcessEnv
  ) {}

  static async start(location: string, { env = {}, command }: SoakOptions = {}): Promise<SoakRun> {
    const sandbox = await startSandbox({ keep: 'all' })
    const port = await freePort()
    const client = new SteadyClient(`http://127.0.0.1:${port}`, eventsOf('orders'))
    const run = new SoakRun(location, sandbox, port, client, env)
    run.running.intake = await run.startPart('intake', command)
    run.running.deliverer = await run.startPart('deliverer', command)
    return run
  }

  /** Address of the intake. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Starts a part in place of an earlier one. */
  async serve(role: Role): Promise<void> {
    this.running[role] = await this.startPart(role)
  }

  startPart(role: Role, command?: string): Promise<ServeProcess> {
    const shared = ['--store', this.location, '--sandbox-port', String(this.sandbox.port)]
    const intake = [...shared, '--only', 'intake', '--port', String(this.port)]
    if (role === 'intake') return ServeProcess.start(intake, {}, command)
    return ServeProcess.start([...shared, '--only', 'deliver', '--lease', String(LEASE)], this.env, command)
  }

  /** Resolves when further events were acknowledged, and as many delivered. */
  async progress(events = PROGRESS): Promise<void> {
    const done = () => Math.min(this.client.acknowledged.size, this.sandbox.totals.accepted)
    const goal = done() + events
    while (done() < goal) await wait(10)
  }

  /** Resolves when each event is delivered or a dead letter. @returns what became of the acknowledged events */
  async finish(): Promise<SoakResult> {
    await this.client.stop()
    await untilEmpty(this.location)
    const ids = this.sandbox.accepted.map(({ data }) => data.event_id ?? '')
    const counted = new Set(ids)
    const { sent, acknowledged } = this.client
    const missing = [...sent].filter((id) => !counted.has(id))
    const { dead, delivered } = await fatesIn(this.location, missing)
    return {
      sent: sent.size,
      acknowledged: acknowledged.size,
      counted: counted.size,
      repeated: this.sandbox.totals.duplicates,
      dead: dead.size,
      lost: [...acknowledged].filter((id) => !counted.has(id) && !dead.has(id)).length,
      doubled: ids.length - counted.size + [...counted].filter((id) => !sent.has(id)).length,
      claimed: delivered.length
    }
  }

  async close(): Promise<void> {
    await this.client.stop()
    await this.running.intake?.stop()
    await this.running.deliverer?.stop()
    await this.sandbox.close()
  }
}

/** Runs a soak to its end. @param cause brings about the faults */
export async function soakWith(
  location: string,
  cause: (run: SoakRun) => Promise<void>,
  options?: SoakOptions
): Promise<SoakResult> {
  const run = await SoakRun.start(location, options)
  try {
    await cause(run)
    return await run.finish()
  } finally {
    await run.close()
  }
}

/** Message ids of the dead letters of a store, and those of some ids that it holds for delivered. */
async function fatesIn(location: string, ids: readonly string[]): Promise<{ dead: Set<string>; delivered: string[] }> {
  const store = await openStore(location)
  const letters = await store.dead.list({ limit: 1000 })
  const delivered: string[] = []
  for (const id of ids) {
    const { settled } = await store.find(id)
    if (settled.some(({ outcome }) => outcome === 'delivered')) delivered.push(id)
  }
  await store.close()
  return { dead: new Set(letters.map(({ event }) => JSON.parse(event).messageId)), delivered }
}
