import { Hono } from 'hono'
import { z } from 'zod'
import type { StudioSession } from '../session'
import { isShown, readBody } from './body'

/** `/api/requests` and `/api/stubs`: what the sandbox got, and what it answers next. */
export function createRequestRoutes({ sandbox }: StudioSession): Hono {
  const app = new Hono()
  app.get('/requests', (c) => c.json(sandbox.list(isShown(c))))
  app.post('/requests/:id/replay', async (c) => c.json(await sandbox.replay(c.req.param('id'))))
  app.delete('/requests', (c) => {
    sandbox.reset()
    return c.body(null, 204)
  })
  app.post('/stubs', async (c) => {
    sandbox.stub(await readBody(c, z.record(z.string(), z.unknown())))
    return c.body(null, 204)
  })
  app.delete('/stubs', (c) => {
    sandbox.clearStubs()
    return c.body(null, 204)
  })
  return app
}
