import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import type { EventsApi } from './events-api'

type Env = { Bindings: HttpBindings }

/** TikTok's address, whose trailing slash counts, and beside it what only a sandbox has. */
export function createRoutes(api: EventsApi): Hono<Env> {
  const { accepted, duplicates } = api.store
  const app = new Hono<Env>()

  app.post('/open_api/v1.3/event/track/', async (c) => {
    const token = c.req.header('access-token') ?? ''
    return (await api.answer(token, await readJson(c))) ?? dropConnection(c)
  })

  app.get('/sandbox/accepted', (c) => sendLines(c, accepted))
  app.get('/sandbox/duplicates', (c) => sendLines(c, duplicates))
  app.get('/sandbox/requests', (c) => sendLines(c, api.requests))
  app.get('/sandbox/totals', (c) =>
    c.json({ accepted: accepted.length, duplicates: duplicates.length, requests: api.requests.length })
  )
  app.delete('/sandbox', (c) => {
    api.reset()
    return c.body(null, 204)
  })
  app.post('/sandbox/stubs', async (c) => {
    try {
      api.stubs.add(await c.req.json())
      return c.body(null, 204)
    } catch (error) {
      return c.json({ message: (error as Error).message }, 400)
    }
  })

  app.notFound((c) => c.json({ message: `Nothing answers ${c.req.method} ${c.req.path}` }, 404))
  app.onError((error, c) => c.json({ message: error.message }, 500))
  return app
}

/** The parsed body; `undefined` for anything but JSON. */
async function readJson(c: Context<Env>): Promise<unknown> {
  const text = await c.req.text()
  try {
    return c.req.header('content-type')?.startsWith('application/json') ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

/** Newline-delimited JSON, as one text could not hold a million events. */
function sendLines(c: Context<Env>, records: readonly object[]): Response {
  c.header('content-type', 'application/x-ndjson')
  return stream(c, async (lines) => {
    for (const record of records) await lines.write(`${JSON.stringify(record)}\n`)
  })
}

function dropConnection(c: Context<Env>): Response {
  c.env.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}
