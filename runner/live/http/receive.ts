import type { Context } from 'hono'
import { isObject } from '../../json'
import type { Accepted } from '../accept'
import { acceptEvents } from '../accept'
import type { Backlog } from '../backlog'
import type { Arrival } from '../enrich'
import type { EventType } from '../event-types'
import type { EventWatcher } from '../event-watcher'
import type { GroupCommit } from '../group-commit'
import { OverloadError } from '../group-commit'
import type { TrustedProxies } from '../ip-address'
import type { LiveMetrics } from '../metrics'
import type { Batch } from '../store/store'
import type { WriteKey, WriteKeys } from '../write-keys'
import { badRequest, overloaded, queueFull, storeOutage, tooFast } from './answer'
import { authenticate } from './authenticate'
import { parseJson, readBody } from './body'
import type { Env } from './env'
import { eventOfQuery } from './pixel'
import { checkSignature } from './webhook'

export interface ReceiverOptions {
  keys: WriteKeys
  commit: GroupCommit
  backlog: Backlog
  metrics: LiveMetrics
  proxies: TrustedProxies
  watcher?: EventWatcher
  /** Bytes of a body, packed and unpacked. */
  maxRequestBytes: number
}

/** Facts that the address of a request tells. */
export interface Route {
  kind: 'call' | 'batch' | 'webhook'
  /** The type of a call. */
  type?: EventType
  /** Whether people's devices use it; the events tell by default. */
  isFromDevice?: boolean
  /** Whether the event is in the query of an image. */
  isPixel?: boolean
}

export interface Received extends Accepted {
  /** The number of events in the request. */
  count: number
}

/** Events that Segment takes in one batch. */
const MAX_BATCH = 2500

/** Takes the events of a request; resolves when the disk has them. @throws Refusal where they are not taken */
export async function receive(c: Context<Env>, route: Route, options: ReceiverOptions): Promise<Received> {
  const { keys, backlog, metrics, watcher } = options
  const isPixel = route.isPixel === true
  const body = isPixel ? Buffer.from(c.req.url) : await readBody(c, options.maxRequestBytes)
  const payload = isPixel ? eventOfQuery(c.req.query()) : parseJson(body)
  const key = authenticate(c.req, payload, keys)
  if (route.kind === 'webhook') checkSignature(key, c.req.header('x-signature'), body, payload)
  const raws = eventsOf(payload, route)
  if (backlog.isFull) throw queueFull()
  const seconds = key.bucket?.take(raws.length) ?? 0
  if (seconds > 0) throw tooFast(seconds)

  const accepted = acceptAll(c, { route, key, payload, raws }, options)
  const [first] = accepted.rejected
  if (route.kind === 'call' && first !== undefined) throw badRequest(first.reason)
  await store(accepted, body.length, options.commit)
  metrics.countAccepted(key.source, accepted)
  watcher?.accepted(accepted.events)
  return { ...accepted, count: raws.length }
}

interface Request {
  route: Route
  key: WriteKey
  payload: unknown
  raws: readonly unknown[]
}

function acceptAll(c: Context<Env>, { route, key, payload, raws }: Request, { proxies }: ReceiverOptions): Accepted {
  // Browsers send text, as JSON would need a preflight for a page without a key.
  const isText = c.req.header('content-type')?.startsWith('text/plain') === true ? true : undefined
  const arrival: Arrival = {
    receivedAt: new Date(),
    isFromDevice: route.isFromDevice ?? isText,
    ip: proxies.clientAddress(c.env?.incoming?.socket.remoteAddress, c.req.header('x-forwarded-for')),
    userAgent: c.req.header('user-agent'),
    ipPolicy: c.req.header('x-ip-policy'),
    batch: route.kind === 'batch' && isObject(payload) ? payload : undefined
  }
  const { source, types } = key
  return acceptEvents(raws, { source, types, type: route.type, isForwarded: route.kind === 'webhook', arrival })
}

/** @throws Refusal for a body of another shape */
function eventsOf(payload: unknown, { kind }: Route): readonly unknown[] {
  if (kind === 'call') {
    if (!isObject(payload)) throw badRequest('The body is not a JSON object.')
    return [payload]
  }
  const events = kind === 'webhook' && isObject(payload) ? [payload] : batchIn(payload, kind)
  if (!Array.isArray(events)) throw badRequest('The body does not hold an array of events.')
  if (events.length === 0) throw badRequest('The batch is empty.')
  if (events.length > MAX_BATCH) throw badRequest(`The batch holds more than ${MAX_BATCH} events.`)
  return events
}

function batchIn(payload: unknown, kind: Route['kind']): unknown {
  return kind === 'webhook' ? payload : isObject(payload) && payload.batch
}

/** @throws Refusal, of a kind that clients repeat, where the store does not take them */
async function store({ events, letters }: Batch, bytes: number, commit: GroupCommit): Promise<void> {
  if (events.length === 0 && letters?.length === 0) return
  try {
    await commit.add({ events, letters }, bytes)
  } catch (error) {
    throw error instanceof OverloadError ? overloaded() : storeOutage()
  }
}
