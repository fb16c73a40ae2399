import type { Context } from 'hono'
import { isObject } from '../../json'
import type { EventType } from '../../segment-event'
import { SHARES_TOO_MUCH, sharesTooMuch } from '../../segment-event'
import type { Accepted } from '../accept'
import { acceptEvents } from '../accept'
import type { Backlog } from '../backlog'
import type { Arrival } from '../enrich'
import type { GroupCommit } from '../group-commit'
import { OverloadError } from '../group-commit'
import type { TrustedProxies } from '../ip-address'
import type { LiveMetrics } from '../metrics'
import type { EventWatcher } from '../recent-events'
import type { EventBatch } from '../store/store'
import type { WriteKey, WriteKeys } from '../write-keys'
import { allRejected, badRequest, overloaded, queueFull, storeOutage, tooFast } from './answer'
import { findBodyKey, findNamedKey } from './authenticate'
import type { Env } from './body'
import { parseJson, readBody } from './body'
import type { ByteBudget, Hold } from './byte-budget'
import type { Connections } from './connections'
import { eventOfQuery } from './pixel'
import { checkSignature } from './webhook'

export interface ReceiverOptions {
  keys: WriteKeys
  commit: GroupCommit
  backlog: Backlog
  metrics: LiveMetrics
  proxies: TrustedProxies
  connections: Connections
  /** Limits the bytes of all bodies that are being read or stored. */
  budget: ByteBudget
  watcher?: EventWatcher
  /** Bytes of a body, packed and unpacked. */
  maxRequestBytes: number
}

/** Facts that the address of a request shows. */
export interface IntakeRoute {
  kind: 'call' | 'batch' | 'webhook'
  /** The type of a call. */
  type?: EventType
  /** Whether people's devices use it; the events decide by default. */
  isFromDevice?: boolean
  /** Whether the event is in the query of an image. */
  isPixel?: boolean
}

export interface Received extends Accepted {
  /** The number of events in the request. */
  count: number
}

/** Events that Segment accepts in one batch. */
const MAX_BATCH = 2500

/** Accepts the events of a request; resolves when the disk has them. @throws Refusal if they are not accepted */
export async function receive(c: Context<Env>, route: IntakeRoute, options: ReceiverOptions): Promise<Received> {
  const { keys, connections, proxies, budget } = options
  const socket = c.env?.incoming?.socket
  const ip = proxies.clientAddress(socket?.remoteAddress, c.req.header('x-forwarded-for'))
  const key = findNamedKey(c.req, keys)
  if (key !== undefined) connections.hasKey(socket)
  const hold = budget.hold(key !== undefined)
  const endCount = key === undefined ? connections.countUnknown(ip) : () => {}
  try {
    const { body, payload } = await readPayload(c, route, options.maxRequestBytes, hold)
    const valid = key ?? findBodyKey(payload, c.req, keys)
    connections.hasKey(socket)
    checkSignature(valid, c.req.header('x-signature'), body, payload)
    return await acceptPayload(c, { route, key: valid, payload, bytes: body.length, ip }, options)
  } finally {
    endCount()
    hold.release()
  }
}

async function readPayload(c: Context<Env>, { isPixel }: IntakeRoute, maxBytes: number, hold: Hold) {
  if (isPixel === true) return { body: Buffer.from(c.req.url), payload: eventOfQuery(c.req.query()) }
  const body = await readBody(c, maxBytes, hold)
  return { body, payload: parseJson(body, maxBytes) }
}

/** A request with a valid key. */
interface Request {
  route: IntakeRoute
  key: WriteKey
  payload: unknown
  bytes: number
  /** The address of the sender. */
  ip?: string
}

async function acceptPayload(c: Context<Env>, request: Request, options: ReceiverOptions): Promise<Received> {
  const { key, bytes } = request
  const { backlog, commit, metrics, watcher } = options
  const raws = eventsOf(request.payload, request.route)
  if (backlog.isFull) throw queueFull()
  const seconds = key.limit.take({ events: raws.length, bytes })
  if (seconds > 0) throw tooFast(seconds)

  const accepted = acceptAll(c, request, raws)
  const letters = backlog.hasRoomForDead ? accepted.letters : []
  await store({ events: accepted.events, letters }, bytes, commit)
  metrics.countUnkept(accepted.letters.length - letters.length)
  metrics.countAccepted(key.source, accepted)
  watcher?.accepted(accepted.events)
  if (accepted.rejected.length === raws.length) throw allRejected(accepted.rejected)
  return { ...accepted, count: raws.length }
}

function acceptAll(c: Context<Env>, { route, key, payload, ip }: Request, raws: readonly unknown[]): Accepted {
  // Browsers send text, as JSON would need a preflight for a page without a key.
  const isText = c.req.header('content-type')?.startsWith('text/plain') === true ? true : undefined
  const arrival: Arrival = {
    receivedAt: new Date(),
    isFromDevice: route.isFromDevice ?? isText,
    ip,
    userAgent: c.req.header('user-agent'),
    ipPolicy: c.req.header('x-ip-policy'),
    batch: route.kind === 'batch' && isObject(payload) ? payload : undefined
  }
  const { source, destinations, types } = key
  return acceptEvents(raws, {
    source,
    destinations,
    types,
    type: route.type,
    isForwarded: route.kind === 'webhook',
    arrival
  })
}

/** @throws Refusal for a body of another shape */
function eventsOf(payload: unknown, { kind }: IntakeRoute): readonly unknown[] {
  if (kind === 'call') {
    if (!isObject(payload)) throw badRequest('shape', 'The body is not a JSON object.')
    return [payload]
  }
  const events = kind === 'webhook' && isObject(payload) ? [payload] : batchIn(payload, kind)
  if (!Array.isArray(events)) throw badRequest('shape', 'The body does not hold an array of events.')
  if (events.length === 0) throw badRequest('shape', 'The batch is empty.')
  if (events.length > MAX_BATCH) throw badRequest('shape', `The batch holds more than ${MAX_BATCH} events.`)
  if (isObject(payload) && sharesTooMuch(payload, events.length)) {
    throw badRequest('shape', `The batch ${SHARES_TOO_MUCH}.`)
  }
  return events
}

function batchIn(payload: unknown, kind: IntakeRoute['kind']): unknown {
  return kind === 'webhook' ? payload : isObject(payload) && payload.batch
}

/** @throws Refusal, of a kind that clients repeat, if the store fails */
async function store({ events, letters }: EventBatch, bytes: number, commit: GroupCommit): Promise<void> {
  if (events.length === 0 && letters?.length === 0) return
  try {
    await commit.add({ events, letters }, bytes)
  } catch (error) {
    throw error instanceof OverloadError ? overloaded() : storeOutage()
  }
}
