import { Hono } from 'hono'
import { z } from 'zod'
import type { CaseResult } from '../../cases/result'
import { expectationOf, maskResult, runCase } from '../../cases/run'
import type { EventCase } from '../../cases/schema'
import { explain } from '../../explain'
import { nameOf } from '../../names'
import type { CaseList } from '../api'
import { Problem } from '../problem'
import type { StudioSession } from '../session'
import { isShown, readBody } from './body'
import { CHOICE_SCHEMA, chooseEvent } from './choice'

/** `/api/cases`: events with what is expected of them. */
export function createCaseRoutes(session: StudioSession): Hono {
  const { cases, mappings } = session
  const app = new Hono()
  const present = async ({ event, now }: Pick<EventCase, 'event' | 'now'>) =>
    expectationOf(await explain(event, mappings.enabled, { now: now === undefined ? undefined : Date.parse(now) }))

  app.get('/', async (c) => {
    const results: CaseResult[] = []
    for (const each of cases.all) results.push(await runCase(each, mappings.enabled))
    const { isChanged, file } = cases
    return c.json<CaseList>({ results: isShown(c) ? results : results.map(maskResult), isChanged, file })
  })
  app.post('/', async (c) => {
    const chosen = await chooseEvent(await readBody(c, CHOICE_SCHEMA), session)
    if (chosen.confidential !== undefined) throw new Problem(409, 'Live events are not kept: their values stay hidden.')
    const event = JSON.parse(JSON.stringify(chosen.event)) as EventCase['event']
    return c.json({ name: cases.add(nameOf(chosen.event), event, await present({ event })) }, 201)
  })
  app.get('/export', (c) => {
    c.header('Content-Disposition', 'attachment; filename="cases.json"')
    return c.body(cases.export, 200, { 'Content-Type': 'application/json' })
  })
  app.post('/save', async (c) => {
    await cases.save((await readBody(c, z.object({ replaces: z.string().optional() }))).replaces)
    return c.body(null, 204)
  })
  app.post('/load', (c) => {
    cases.load()
    return c.body(null, 204)
  })
  app.delete('/:name', (c) => {
    cases.remove(c.req.param('name'))
    return c.body(null, 204)
  })
  app.post('/:name/accept', async (c) => {
    const name = c.req.param('name')
    cases.expect(name, await present(cases.get(name)))
    return c.body(null, 204)
  })
  return app
}
