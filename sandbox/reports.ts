import type { Context } from 'hono'
import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import type { EventsApi } from './events-api'

/** The paths below `/sandbox` that show what the sandbox received. */
export function createReports(api: EventsApi): Hono {
  const accepted = api.store.accepted.items
  const duplicates = api.store.duplicates.items
  const requests = api.requests.records.items

  return new Hono()
    .get('/accepted', (c) => sendLines(c, accepted))
    .get('/duplicates', (c) => sendLines(c, duplicates))
    .get('/requests', (c) => sendLines(c, requests))
    .get('/requests/:requestId/body', (c) => {
      const body = requests.find(({ requestId }) => requestId === c.req.param('requestId'))?.body
      return body === undefined ? c.notFound() : c.text(body)
    })
    .get('/totals', (c) => c.json(api.totals))
}

/** Sends JSON Lines: a single JSON text could not hold a million events. */
function sendLines(c: Context, records: readonly object[]): Response {
  c.header('content-type', 'application/x-ndjson')
  return stream(c, async (lines) => {
    for (const record of [...records]) await lines.write(`${JSON.stringify(record)}\n`)
  })
}
