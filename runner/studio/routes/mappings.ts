import { Hono } from 'hono'
import { z } from 'zod'
import { checkText } from '../mappings'
import type { StudioSession } from '../session'
import { readBody } from './body'

const FORMATS = ['send', 'segment'] as const

/** `/api/mappings`: the mappings of the session. */
export function createMappingRoutes(session: StudioSession): Hono {
  const { mappings, updates } = session
  const app = new Hono()
  app.get('/', (c) => c.json(mappings.state))
  app.put('/', async (c) => {
    const body = await readBody(c, z.object({ mappings: z.array(z.unknown()), revision: z.int() }))
    session.changeMappings(() => mappings.replace(body.mappings, body.revision))
    return c.json(mappings.state)
  })
  app.post('/check', async (c) => c.json(checkText((await readBody(c, z.object({ text: z.string() }))).text)))
  app.get('/export', (c) => {
    const format = FORMATS.find((known) => known === c.req.query('format')) ?? 'send'
    c.header('Content-Disposition', `attachment; filename="mappings${format === 'send' ? '' : `.${format}`}.json"`)
    return c.body(mappings.export(format), 200, { 'Content-Type': 'application/json' })
  })
  app.post('/save', async (c) => {
    const { revision, replaces } = await readBody(c, z.object({ revision: z.int(), replaces: z.string().optional() }))
    await mappings.save(revision, replaces)
    updates.notify('mappings')
    return c.json(mappings.state)
  })
  app.post('/load', async (c) => {
    const { revision } = await readBody(c, z.object({ revision: z.int() }))
    session.changeMappings(() => mappings.load(revision))
    return c.json(mappings.state)
  })
  return app
}
