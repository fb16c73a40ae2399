import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:http'
import { presetMappings } from '../../runner/mappings/presets'
import type { Studio } from '../../runner/studio'
import { startStudio } from '../../runner/studio'
import { TOKEN_HEADER } from '../../runner/studio/api'

let studio: Studio
beforeAll(async () => {
  studio = await startStudio({})
})
afterAll(() => studio.close())

const EVENT = { type: 'track', event: 'Order Completed', messageId: 'm1', timestamp: '2026-11-22T09:00:00Z' }

/** Sends a body in pieces whose number is not known before. */
async function send(method: string, path: string, body: unknown): Promise<number | undefined> {
  const { origin, hash } = new URL(studio.url)
  const sent = request(`${origin}${path}`, {
    method,
    headers: { [TOKEN_HEADER]: hash.replace('#token=', ''), 'transfer-encoding': 'chunked' }
  })
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>
  const text = JSON.stringify(body)
  sent.write(text.slice(0, 10))
  sent.end(text.slice(10))
  const [response] = await answered
  response.resume()
  await once(response, 'end')
  return response.statusCode
}

it.each<[method: string, path: string, body: unknown, status: number]>([
  ['PUT', '/api/mappings', { mappings: presetMappings(), revision: 1 }, 200],
  ['POST', '/api/mappings/check', { text: '[]' }, 200],
  ['POST', '/api/mappings/save', { revision: 2 }, 409],
  ['POST', '/api/explain', { event: EVENT }, 200],
  ['POST', '/api/send', { event: EVENT }, 200],
  ['POST', '/api/stubs', { code: 40100 }, 204],
  ['POST', '/api/sources?name=pasted', EVENT, 201]
])('reads a chunked body: %s %s', async (method, path, body, status) => {
  expect(await send(method, path, body)).toBe(status)
})
