import type { Context } from 'hono'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import type { EventType } from '../../segment-event'
import { EVENT_TYPES, isEventType } from '../../segment-event'
import type { IntakeRejection } from '../accept'
import { badRequest, Refusal } from './answer'
import type { Env } from './body'
import { allowOrigins } from './cors'
import { PIXEL } from './pixel'
import type { IntakeRoute, Received, ReceiverOptions } from './receive'
import { receive } from './receive'
import { sendSettings } from './settings'

export interface IntakeOptions extends ReceiverOptions {
  log: Logger
  /** The address that clients see. By default, the address of their request. */
  publicUrl?: string
}

/** Creates the addresses of Segment, RudderStack and Jitsu that accept events. */
export function createIntake(options: IntakeOptions): Hono<Env> {
  const { keys, metrics, publicUrl } = options
  const app = new Hono<Env>({ strict: false })
  app.use(async (c, next) => {
    const started = performance.now()
    await next()
    metrics.countAnswer(c.res.status, performance.now() - started)
  })
  app.use(allowOrigins(keys))

  const take = (route: IntakeRoute) => async (c: Context<Env>) => c.json(success(await receive(c, route, options)))
  // With and without the version, as libraries differ.
  for (const prefix of ['', '/v1']) {
    for (const type of EVENT_TYPES) {
      app.post(`${prefix}/${type}`, take({ kind: 'call', type }))
      // Browsers send the first letter only.
      app.post(`${prefix}/${type[0]}`, take({ kind: 'call', type }))
    }
    app.post(`${prefix}/batch`, take({ kind: 'batch' }))
    app.post(`${prefix}/b`, take({ kind: 'batch' }))
    // Segment's older libraries import past events there.
    app.post(`${prefix}/import`, take({ kind: 'batch' }))
    // Segment's libraries report on themselves there.
    app.post(`${prefix}/m`, (c) => c.json({ success: true }))
    app.get(`${prefix}/projects/:key/settings`, (c) => sendSettings(c, keys, publicUrl))
  }
  app.post('/beacon/v1/batch', take({ kind: 'batch', isFromDevice: true }))
  for (const type of ['track', 'page'] as const) app.get(`/pixel/v1/${type}`, (c) => takePixel(c, type, options))
  app.post('/webhook', take({ kind: 'webhook' }))
  app.post('/api/s/:type', (c) => takeJitsu(c, true, options))
  app.post('/api/s/s2s/:type', (c) => takeJitsu(c, false, options))

  app.notFound((c) => c.json({ success: false, message: 'Not found.' }, 404))
  app.onError((error, c) => answerError(c, error, options))
  return app
}

/** RudderStack's pixel, for mails and pages without scripts. */
async function takePixel(c: Context<Env>, type: EventType, options: IntakeOptions): Promise<Response> {
  await receive(c, { kind: 'call', type, isFromDevice: true, isPixel: true }, options)
  return c.body(PIXEL, 200, { 'content-type': 'image/gif', 'cache-control': 'no-store' })
}

function success({ rejected }: Received) {
  return { success: true, rejected: rejected.length === 0 ? undefined : listRejected(rejected) }
}

function listRejected(rejected: readonly IntakeRejection[]) {
  return rejected.map(({ index, reason }) => ({ index, reason }))
}

/** Jitsu's clients read the answer. */
async function takeJitsu(c: Context<Env>, isFromDevice: boolean, options: IntakeOptions): Promise<Response> {
  const type = c.req.param('type')
  if (type !== 'batch' && !isEventType(type)) throw badRequest('shape', 'The address does not name a type of event.')
  const route: IntakeRoute = type === 'batch' ? { kind: 'batch', isFromDevice } : { kind: 'call', type, isFromDevice }
  const { count, rejected } = await receive(c, route, options)
  const errors = rejected.map(({ index, reason }) => ({ index, error: reason }))
  return c.json({ ok: true, receivedEvents: count, okEvents: count - errors.length, errors })
}

function answerError(c: Context<Env>, error: Error, { log, metrics }: IntakeOptions): Response {
  if (!(error instanceof Refusal)) {
    // The message might quote an event.
    log.error({ error: error.name, frames: error.stack?.match(/^ +at .*$/gm)?.slice(0, 5) }, 'A request failed.')
    return c.json({ success: false, message: 'The request failed.' }, 500)
  }
  const { status, reason, message, details } = error
  metrics.countRefusal(reason)
  if (details.retryAfter !== undefined) {
    c.header('retry-after', String(details.retryAfter))
    c.header('x-ratelimit-reset', String(Math.ceil(Date.now() / 1000) + details.retryAfter))
  }
  return c.json({ success: false, message, rejected: details.rejected && listRejected(details.rejected) }, status)
}
