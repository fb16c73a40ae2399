import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import byDefault, { destination } from 'tiktok-conversions'
import { startSandbox } from 'tiktok-conversions/sandbox'
import { bindToSandbox } from 'tiktok-conversions/testing'

assert.equal(destination.slug, 'tiktok-conversions')
assert.equal(byDefault, destination)
assert.equal(createRequire(import.meta.url)('tiktok-conversions').destination, destination, 'there is one instance')

const sandbox = await startSandbox()
const tiktok = bindToSandbox(sandbox)
await tiktok.destination.onEvent({ type: 'page', messageId: 'm1', timestamp: '2026-11-22T09:00:00Z' }, tiktok.settings)
assert.equal(sandbox.accepted.length, 1)
await sandbox.close()
