import { Hono } from 'hono'
import type { SSEMessage, SSEStreamingApi } from 'hono/streaming'
import { streamSSE } from 'hono/streaming'
import type { StudioSession } from '../session'
import type { Topic } from '../updates'

/** Milliseconds between messages of one topic. */
const INTERVAL = 100

/** `/api/updates`: reports everything that changes to a page, as server-sent events. */
export function createUpdateRoutes(session: StudioSession): Hono {
  const app = new Hono()
  app.get('/', (c) => streamSSE(c, (stream) => send(stream, session)))
  return app
}

async function send(stream: SSEStreamingApi, session: StudioSession): Promise<void> {
  const subscription = session.updates.subscribe()
  stream.onAbort(() => subscription.end())
  for (const topic of beginning(session)) subscription.add(topic)
  for (;;) {
    const topics = await subscription.next()
    if (topics === undefined) return
    for (const topic of topics) await stream.writeSSE(messageOf(topic, session))
    await stream.sleep(INTERVAL)
  }
}

function beginning({ sources }: StudioSession): Topic[] {
  return [...sources.all.map(({ id }): Topic => `source:${id}`), 'mappings', 'requests']
}

/** The state of a topic at this moment. A source may have been removed since it changed. */
function messageOf(topic: Topic, { sources, mappings, sandbox }: StudioSession): SSEMessage {
  if (topic === 'mappings') return { event: topic, data: JSON.stringify(mappings.state) }
  if (topic === 'requests') return { event: topic, data: JSON.stringify({ total: sandbox.total }) }
  const id = topic.slice(topic.indexOf(':') + 1)
  const source = sources.find(id)?.source
  if (source === undefined) return { event: 'removed', data: JSON.stringify({ id }) }
  return { event: 'source', data: JSON.stringify(source) }
}
