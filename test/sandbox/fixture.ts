import type { Sandbox } from '../../sandbox'
import { SANDBOX_ACCESS_TOKEN, SANDBOX_PIXEL_CODE, startSandbox } from '../../sandbox'

/** A running sandbox for the tests of a file, empty before each test, and requests to it. */

export const DIGEST = '848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f'
export const OTHER_DIGEST = '9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd'
export const READ_ONLY_PIXEL = 'READONLYPIXEL'
export const PATH = '/open_api/v1.3/event/track/'
export const HEADERS = { 'Access-Token': SANDBOX_ACCESS_TOKEN, 'Content-Type': 'application/json' }
export const NOT_JSON = 'The body is not a JSON object with Content-Type application/json.'

export const event = { event: 'Purchase', event_time: 1_750_000_000, event_id: 'order-1' }
export const envelope = { event_source: 'web', event_source_id: SANDBOX_PIXEL_CODE, partner_name: 'Segment' }
export const good = { ...envelope, data: [event] }

/** The time of the sandbox, in Unix milliseconds. */
export const clock = { time: 0 }

export let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ readOnlyPixels: [READ_ONLY_PIXEL], now: () => clock.time })
})

beforeEach(() => {
  clock.time = 1_750_000_000_000
  sandbox.reset()
})

afterAll(() => sandbox.close())

interface Sending {
  to?: Sandbox
  path?: string
  method?: string
  headers?: Record<string, string>
}

export function send(body: unknown, { to = sandbox, path = PATH, method = 'POST', headers = HEADERS }: Sending = {}) {
  return fetch(to.url + path, { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
}

export async function track(...data: unknown[]) {
  const response = await send({ ...envelope, data })
  return (await response.json()) as { code: number; message: string; request_id: string }
}

export const acceptedIds = () => sandbox.accepted.map(({ data }) => data.event_id)
