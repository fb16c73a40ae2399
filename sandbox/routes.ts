import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import { Hono } from 'hono'
import { accepts } from 'hono/accepts'
import type { EventsApi } from './events-api'
import { createReports } from './reports'
import { formatStartPage, renderStartPage } from './start-page'

const PAGE_TYPES = { header: 'Accept' as const, supports: ['text/plain', 'text/html'], default: 'text/plain' }

type SandboxEnv = { Bindings: HttpBindings }

/** TikTok's path, which ends in a slash, and the paths that only a sandbox has. */
export function createRoutes(api: EventsApi): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()

  app.post('/open_api/v1.3/event/track/', async (c) => {
    const token = c.req.header('access-token') ?? ''
    const text = await c.req.text()
    return (await api.answer({ token, text, body: parseJson(c, text) })) ?? dropConnection(c)
  })

  app.get('/', (c) => {
    const origin = `http://127.0.0.1:${c.env.incoming.socket.localPort}`
    c.header('Vary', 'Accept')
    const isBrowser = accepts(c, PAGE_TYPES) === 'text/html'
    return isBrowser ? c.html(renderStartPage(origin, api.totals)) : c.text(formatStartPage(origin, api.totals))
  })

  app.route('/sandbox', createReports(api))
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
  app.delete('/sandbox/stubs', (c) => {
    api.stubs.clear()
    return c.body(null, 204)
  })

  app.notFound((c) => c.json({ message: `No route for ${c.req.method} ${c.req.path}` }, 404))
  app.onError((error, c) => c.json({ message: error.message }, 500))
  return app
}

/** The parsed text; `undefined` if it is not JSON. */
function parseJson(c: Context, text: string): unknown {
  try {
    return c.req.header('content-type')?.startsWith('application/json') ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

function dropConnection(c: Context<SandboxEnv>): Response {
  c.env.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}
