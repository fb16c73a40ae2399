import { Hono } from 'hono'
import { z } from 'zod'
import { explain, maskEvent, maskExplanation } from '../../explain'
import { toJson } from '../../explain/paths'
import type { ExplainAnswer, ExplainRequest, Json } from '../api'
import { checked, enabledOf } from '../mappings'
import { Problem } from '../problem'
import type { StudioSession } from '../session'
import { findComparing } from '../stream/comparisons'
import { readBody } from './body'
import { CHOICE_SCHEMA, chooseEvent } from './choice'

const EXPLAIN_SCHEMA = z.intersection(
  CHOICE_SCHEMA,
  z.object({ show: z.boolean().optional(), mappings: z.array(z.unknown()).optional() })
) as unknown as z.ZodType<ExplainRequest>

const NOT_SENT = 'Events of the live stream are not sent to the sandbox, which would keep their values.'

const COMPARES =
  'compares values in a way that the server does not. Those of live events stay hidden: try it on a file of your own.'

/** `/api/explain` and `/api/send`: the way of one event, and its delivery to the sandbox. */
export function createEventRoutes(session: StudioSession): Hono {
  const app = new Hono()
  app.post('/explain', async (c) => c.json(await answer(await readBody(c, EXPLAIN_SCHEMA), session)))
  app.post('/send', async (c) => {
    const chosen = await chooseEvent(await readBody(c, CHOICE_SCHEMA), session)
    if (chosen.confidential !== undefined) throw new Problem(409, NOT_SENT)
    return c.json({ rows: await session.sandbox.deliver(chosen, session.mappings.enabled) })
  })
  return app
}

async function answer(request: ExplainRequest, session: StudioSession): Promise<ExplainAnswer> {
  const { show = false, mappings: draft } = request
  const mappings = draft === undefined ? session.mappings.enabled : enabledOf(checked(draft))
  const { event: chosen, mapping, confidential } = await chooseEvent(request, session)
  const comparing = confidential && findComparing(mappings, session.mappings.original)
  if (comparing !== undefined) throw new Problem(409, `The mapping "${comparing.name}" ${COMPARES}`)
  const { pixelCode } = session.sandbox
  const explanation = await explain(chosen, mappings, {
    mapping,
    pixelCode,
    optOut: confidential && session.optOut,
    // The pixel of the sandbox is none of TikTok's.
    leavesPixel: true
  })
  const event = toJson(chosen) ?? null
  if (show && confidential === undefined) return { event: event as Json, explanation }
  return {
    event: maskEvent(event, { isStrict: confidential !== undefined }) as Json,
    explanation: maskExplanation(explanation, { isStrict: confidential !== undefined }),
    result: 'index' in request ? await confidential?.result?.(request.index) : undefined
  }
}
