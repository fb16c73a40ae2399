const assert = require('node:assert/strict')
const { default: byDefault, destination } = require('tiktok-conversions')
const { startSandbox } = require('tiktok-conversions/sandbox')
const { bindToSandbox } = require('tiktok-conversions/testing')

assert.equal(destination.slug, 'tiktok-conversions')
assert.equal(byDefault, destination)
assert.equal(require('tiktok-conversions/package.json').name, 'tiktok-conversions')

async function main() {
  const sandbox = await startSandbox()
  const tiktok = bindToSandbox(sandbox)
  await tiktok.destination.onEvent(
    { type: 'page', messageId: 'm1', timestamp: '2026-11-22T09:00:00Z' },
    tiktok.settings
  )
  assert.equal(sandbox.accepted.length, 1)
  await sandbox.close()
}

void main()
