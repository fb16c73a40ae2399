import pino from 'pino'
import type { JsonObject } from '../../../runner/json'
import { Backlog } from '../../../runner/live/backlog'
import type { DeadLimit } from '../../../runner/live/dead-limit'
import { GroupCommit, logCommit } from '../../../runner/live/group-commit'
import { ByteBudget } from '../../../runner/live/http/byte-budget'
import { Connections } from '../../../runner/live/http/connections'
import type { IntakeOptions } from '../../../runner/live/http/intake'
import { createIntake } from '../../../runner/live/http/intake'
import type { ListenOptions, RunningServer } from '../../../runner/live/http/server'
import { startServer } from '../../../runner/live/http/server'
import { TrustedProxies } from '../../../runner/live/ip-address'
import { LiveMetrics } from '../../../runner/live/metrics'
import type { DeadLetter } from '../../../runner/live/store/dead-letters'
import type { Store } from '../../../runner/live/store/store'
import type { WriteKeyOptions } from '../../../runner/live/write-keys'
import { WriteKeys } from '../../../runner/live/write-keys'

const MINUTES = 600_000
const PATIENT = { headersTimeout: MINUTES, requestTimeout: MINUTES, keepAliveTimeout: MINUTES }

export interface TestIntakeOptions extends Partial<IntakeOptions> {
  writeKeys?: WriteKeyOptions[]
  maxBacklog?: number
  maxDead?: DeadLimit
  maxBytes?: number
  trustProxy?: string[]
}

/** An intake in front of a store, and what it logs. */
export function createTestIntake(store: Store, options: TestIntakeOptions = {}) {
  const lines: string[] = []
  const { writeKeys = [{ source: 'shop', key: 'key-1' }], trustProxy = [], maxBytes = 16_000_000 } = options
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) })
  const metrics = new LiveMetrics()
  const onCommit = (report: Parameters<typeof logCommit>[1]) => {
    logCommit(log, report)
    metrics.countCommit(report)
  }
  const connections = new Connections(new TrustedProxies(trustProxy), { idleWithoutKey: MINUTES })
  const commit = new GroupCommit(store, { maxBytes, onCommit })
  const app = createIntake({
    keys: new WriteKeys(writeKeys),
    commit,
    backlog: new Backlog(store, { events: options.maxBacklog ?? 1000, dead: options.maxDead }),
    metrics,
    log,
    proxies: new TrustedProxies(trustProxy),
    connections,
    budget: new ByteBudget(64_000_000),
    maxRequestBytes: 500 * 1024,
    ...options
  })
  return { app, commit, connections: options.connections ?? connections, lines, metrics }
}

export type TestIntake = ReturnType<typeof createTestIntake>

/** Listens on a free port. @param timeouts ten minutes by default, as a busy machine may need them */
export function listen(
  { app, connections }: TestIntake,
  timeouts: ListenOptions['timeouts'] = PATIENT
): Promise<RunningServer> {
  return startServer(app, { hostname: '127.0.0.1', port: 0, timeouts }, connections)
}

/** Takes every event out of a store, in the order of their arrival. */
export async function takeEvents(store: Store): Promise<JsonObject[]> {
  const claim = await store.claim(10_000, 60_000)
  await store.settle(claim, { delivered: claim.events.map(({ id }) => id) })
  return claim.events.map(({ event }) => JSON.parse(event))
}

export async function takeLetters(store: Store): Promise<DeadLetter[]> {
  const letters = await store.dead.list()
  await store.dead.drop(letters.map(({ id }) => id))
  return letters
}

/** A store that refuses to take events, as one with a full disk does. */
export function brokenStore(store: Store): Store {
  const fail = async (): Promise<never> => {
    throw Object.assign(new Error('disk full, while writing a@example.com'), { code: 'SQLITE_FULL' })
  }
  return new Proxy(store, {
    get: (target, name) => (['append', 'ping', 'counts'].includes(String(name)) ? fail : Reflect.get(target, name))
  })
}

export const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`
