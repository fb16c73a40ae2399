import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { Hono } from 'hono'
import { z } from 'zod'
import { UsageError } from '../../errors'
import { LOCAL_HOST } from '../../hosts'
import { inTime } from '../clock'
import type { LiveMetrics } from '../metrics'
import type { DeadLetter } from '../store/dead-letters'
import type { Store } from '../store/store'
import type { Env } from './body'

export interface AdminOptions {
  store: Store
  metrics: LiveMetrics
  /** Events that may wait before the process counts as not ready. */
  maxBacklog: number
  /** A bearer token, needed beyond the loopback address. Health checks go without. */
  token?: string
  /** Further checks of readiness: each returns the problem that it finds. */
  checks?: readonly (() => string | undefined)[]
  /** The reasons why nothing is delivered to some destinations. While others get events, the process is ready. */
  stopped?: () => readonly string[]
  /** Reads the configuration again. @throws UsageError for a faulty one */
  reload?: () => Promise<void>
}

/** Milliseconds that a store has to answer a check of readiness, or a scrape. */
const ANSWER_TIME = 2500

const MAX_LISTED = 1000

const listQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(MAX_LISTED).default(100),
  reason: z.string().optional(),
  source: z.string().optional(),
  mapping: z.string().optional(),
  destination: z.string().optional(),
  since: z.iso.datetime({ offset: true }).transform(Date.parse).optional(),
  unmatched: z
    .literal('true')
    .transform(() => true)
    .optional()
})

const idsBody = z.strictObject({ ids: z.array(z.number().int().positive()).min(1).max(MAX_LISTED) })

/** Creates the operator's addresses: health, metrics and dead letters. They belong on a port of their own. */
export function createAdmin(options: AdminOptions): Hono<Env> {
  const { store, metrics } = options
  const app = new Hono<Env>()
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.get('/readyz', async (c) => {
    const problems = await findProblems(options)
    return problems.length === 0 ? c.json({ status: 'ready' }) : c.json({ status: 'not ready', problems }, 503)
  })
  app.use(guard(options.token))
  app.get('/readyz/detail', async (c) => {
    const problems = await findProblems(options)
    const unreachable = Object.fromEntries(metrics.unreachable)
    return c.json({ problems, stopped: options.stopped?.() ?? [], unreachable, unmatched: metrics.unmatched.list() })
  })
  app.get('/metrics', async (c) => {
    // The others are worth having while the store is away.
    await inTime(store.counts(), ANSWER_TIME).then(
      (counts) => metrics.setCounts(counts),
      () => {}
    )
    return c.body(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType })
  })
  app.get('/dead', async (c) => {
    const query = listQuery.safeParse(c.req.query())
    if (!query.success) return c.json({ message: `${query.error.issues[0].path.join()} is not valid.` }, 400)
    const letters = await store.dead.list(query.data)
    return c.json({ letters: letters.map(toFailedEvent) })
  })
  app.get('/dead/:id{[0-9]+}', async (c) => {
    const letter = await store.dead.get(Number(c.req.param('id')))
    return letter === undefined ? c.json({ message: 'No such dead letter.' }, 404) : c.json(toFailedEvent(letter))
  })
  app.post('/dead/send', (c) => withIds(c, async (ids) => ({ sent: await store.dead.send(ids) })))
  app.post('/dead/drop', (c) => withIds(c, async (ids) => ({ dropped: await store.dead.drop(ids) })))
  app.post('/reload', (c) => reload(c, options))
  app.notFound((c) => c.json({ message: 'Not found.' }, 404))
  app.onError((_, c) => c.json({ message: 'The store does not answer.' }, 503))
  return app
}

/** A dead letter, in the shape of the file of failed events. */
export function toFailedEvent({ event, ...letter }: DeadLetter) {
  return { ...letter, at: new Date(letter.at).toISOString(), event: JSON.parse(event) as unknown }
}

/** A page of the web has no business here: it would name its origin. */
async function reload(c: Context<Env>, options: AdminOptions): Promise<Response> {
  if (c.req.header('origin') !== undefined) return c.json({ message: 'Forbidden.' }, 403)
  try {
    await options.reload?.()
    return c.json({ status: 'reloaded' })
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return c.json({ status: 'not changed', message: error.message }, 400)
  }
}

async function findProblems({ store, maxBacklog, checks = [] }: AdminOptions): Promise<string[]> {
  const problems = checks.map((check) => check())
  try {
    const { backlog } = await inTime(
      store.ping().then(() => store.counts()),
      ANSWER_TIME
    )
    if (backlog >= maxBacklog) problems.push(`${backlog} events wait.`)
  } catch {
    problems.push('The store cannot be written.')
  }
  return problems.filter((problem) => problem !== undefined)
}

/**
 * Asks for the token. Without one, asks for a local name instead: a web page could otherwise reach this port by a name
 * of its own that leads here.
 */
function guard(token: string | undefined): MiddlewareHandler {
  return async (c, next) => {
    if (token === undefined) {
      if (!LOCAL_HOST.test(c.req.header('host') ?? new URL(c.req.url).host))
        return c.json({ message: 'Forbidden.' }, 403)
    } else if (!isEqual(c.req.header('authorization') ?? '', `Bearer ${token}`)) {
      return c.json({ message: 'The bearer token is missing or wrong.' }, 401)
    }
    return next()
  }
}

function isEqual(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** Takes JSON only, which no web page may send here unasked. */
async function withIds(c: Context<Env>, act: (ids: number[]) => Promise<object>): Promise<Response> {
  const isJson = c.req.header('content-type')?.startsWith('application/json') === true
  const body = idsBody.safeParse(isJson ? await c.req.json().catch(() => undefined) : undefined)
  if (!body.success) return c.json({ message: 'Send JSON such as {"ids": [1, 2]}, with at most 1,000 ids.' }, 400)
  return c.json(await act(body.data.ids))
}
