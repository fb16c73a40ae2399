import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import type { ModifiedResponse, RequestClient } from '@segment/actions-core'
import { createAdmin } from '../runner/live/http/admin'
import { sendBatch, sendEvent } from '../src/reportWebEvent/send'
import { TestFolder, toLines } from './__helpers__/command'
import { EVENTS, leakIn, leaksIn, SECRETS, VARIANTS } from './__helpers__/echoes'
import { runInProcess } from './__helpers__/in-process'
import { sampleOf } from './__helpers__/runs'
import { basic, createTestIntake } from './live/__helpers__/intake'
import { sqliteEngine } from './live/__helpers__/stores'

const PAYLOAD = {
  event: 'Purchase',
  event_id: 'e',
  email: [SECRETS.email],
  phone_number: [SECRETS.phone],
  first_name: SECRETS.name,
  external_id: [SECRETS.externalId],
  ip: SECRETS.address,
  ttclid: SECRETS.clickId,
  order_id: SECRETS.order
}
const SETTINGS = { accessToken: SECRETS.token, pixelCode: 'PIXELCODE' }

/** Everything that can be told of an error. */
function textsOf(error: unknown): string {
  const { message, stack, cause } = error as Error
  return [message, stack, String(cause), inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error)].join(
    '\n'
  )
}

function answering(body: string): RequestClient {
  const client = async () => ({ status: 200, content: body }) as ModifiedResponse
  return client as unknown as RequestClient
}

it('echoes of TikTok leave nothing in the results and errors of the destination', async () => {
  expect(VARIANTS).toHaveLength(1496)
  const leaks: string[] = []
  for (const { name, secret, body } of sampleOf(VARIANTS, 5)) {
    const single = await sendEvent(answering(body), SETTINGS, PAYLOAD, {}).catch(textsOf)
    const batch = await sendBatch(answering(body), SETTINGS, [PAYLOAD], {})
    const told = `${inspect(single, { depth: 9 })}\n${inspect(batch, { depth: 9 })}\n${JSON.stringify([single, batch])}`
    // Both tell the same: each is looked at by itself, as digits may not come together by chance.
    const leak = told.split('\n').find((line) => leakIn(line, secret) !== undefined)
    if (leak !== undefined) leaks.push(`${name}: ${leak}`)
  }
  expect(leaks).toEqual([])
})

it('leaves nothing of the events in diagnose and explain', async () => {
  const folder = new TestFolder()
  const input = folder.write('a.ndjson', toLines(EVENTS.slice(0, 50)))
  const page = folder.file('page.html')
  const runs = [
    ['diagnose', input, '--html', page],
    ['diagnose', input, '--json'],
    ['explain', input],
    ['explain', input, '--json']
  ]
  const told: string[] = []
  for (const args of runs) {
    const { stdout, stderr } = await runInProcess(args)
    expect(stdout).not.toBe('')
    told.push(stdout, stderr)
  }
  told.push(readFileSync(page, 'utf8'))
  folder.remove()
  expect(told.flatMap((text) => text.split('\n')).flatMap(leaksIn)).toEqual([])
})

/** Requests that hold a text: where an event, a key or a name is expected, and in the address. */
function requestsWith(text: string): [path: string, init: RequestInit][] {
  const post = (body: unknown, headers: Record<string, string> = {}) => ({
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { authorization: basic('key-1'), ...headers }
  })
  const encoded = encodeURIComponent(text)
  const events = [
    text,
    { type: text },
    { type: 'track', messageId: text },
    { type: 'track', event: text, userId: text }
  ]
  const oddEvents = [
    { type: 'track', messageId: text.repeat(10) },
    { type: 'track', event: text.repeat(500) }
  ]
  return [
    ['/v1/track', post(text)],
    ['/v1/batch', post({ batch: [...events, ...oddEvents] })],
    ['/v1/batch', post({ batch: text })],
    ['/webhook', post(events, { 'x-signature': encoded })],
    ['/v1/track', post({ writeKey: text }, { authorization: '' })],
    ['/v1/track', post('{}', { authorization: basic(text) })],
    ['/v1/track', post('{}', { 'content-encoding': encoded, 'content-type': encoded })],
    [`/webhook?writeKey=${encoded}`, post('{}', { authorization: '' })],
    [`/pixel/v1/track?writeKey=key-1&${encoded}=${encoded}`, {}],
    [`/v1/${encoded}`, post('{}')],
    [`/v1/projects/${encoded}/settings`, {}]
  ]
}

async function answerOf(app: { request: ReturnType<typeof createAdmin>['request'] }, path: string, init: RequestInit) {
  const response = await app.request(path, init)
  return JSON.stringify([response.status, [...response.headers], await response.text()])
}

it('leaves nothing of requests in the answers, the log and the metrics of serve', async () => {
  const engine = sqliteEngine()
  const store = await engine.open()
  const { app, lines, metrics } = createTestIntake(store, { maxBacklog: 1_000_000 })
  const admin = createAdmin({ store, metrics, maxBacklog: 1_000_000 })
  const host = { host: '127.0.0.1:8081', 'content-type': 'application/json' }
  const leaks: string[] = []
  for (const { name, secret, body } of sampleOf(VARIANTS, 50)) {
    const encoded = encodeURIComponent(body)
    const answers = await Promise.all([
      ...requestsWith(body).map(([path, init]) => answerOf(app, path, init)),
      answerOf(admin, `/dead?since=${encoded}&limit=${encoded}&reason=${encoded}`, { headers: host }),
      answerOf(admin, `/${encoded}`, { headers: host }),
      answerOf(admin, '/dead/send', { method: 'POST', headers: host, body })
    ])
    const leak = answers.find((answer) => leakIn(answer, secret) !== undefined)
    if (leak !== undefined) leaks.push(`${name}: ${leak}`)
  }
  expect(leaks).toEqual([])
  expect(lines.length).toBeGreaterThan(20)
  const told = [...lines, await metrics.registry.metrics()].map((text) => text.replace(/"time":\d+/g, ''))
  expect(told.flatMap((text) => text.split('\n')).flatMap(leaksIn)).toEqual([])
  await store.close()
  await engine.remove()
})
