// Tests the presets against a local TikTok: npm install --save-dev vitest tiktok-conversions && npx vitest run
import type { Sandbox, SandboxBinding } from 'tiktok-conversions/testing'
import { bindToSandbox, startSandbox } from 'tiktok-conversions/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

let sandbox: Sandbox
let tiktok: SandboxBinding
beforeAll(async () => {
  sandbox = await startSandbox()
  tiktok = bindToSandbox(sandbox)
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.close())

const page = (url: string) => ({
  type: 'page' as const,
  messageId: 'page-1',
  timestamp: '2026-11-22T09:00:00Z',
  context: { page: { url } }
})

test('reports a page view, with the click ID of its address', async () => {
  await tiktok.destination.onEvent(page('https://shop.example.com/?ttclid=E.C.P.abc'), tiktok.settings)
  expect(sandbox.accepted).toMatchObject([{ data: { event: 'ViewContent', user: { ttclid: 'E.C.P.abc' } } }])
})

test('counts an event once that is sent twice', async () => {
  const event = page('https://shop.example.com/')
  await tiktok.destination.onEvent(event, tiktok.settings)
  await tiktok.destination.onEvent(event, tiktok.settings)
  expect(sandbox.accepted).toHaveLength(1)
  expect(sandbox.duplicates).toHaveLength(1)
})
