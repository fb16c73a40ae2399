import { execFileSync } from 'node:child_process'
import { bindToSandbox, startSandbox } from '../entry/testing'
import { CLOSED_PORT } from '../soak/ports'
import destination from '../src'
import { ROOT } from './__helpers__/command'

/** Runs a script from the folder of the package, which can import itself by its name. */
function run(script: string): unknown {
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' }))
}

const SLUGS = 'JSON.stringify([d.default.slug, d.destination.slug, d.default === d.destination])'

it.each<[kind: string, script: string]>([
  ['CommonJS', `const d = require('tiktok-conversions'); console.log(${SLUGS})`],
  ['ESM', `import('tiktok-conversions').then((d) => console.log(${SLUGS}))`]
])('exports the destination by default and by name: %s', (_kind, script) => {
  expect(run(script)).toEqual(['tiktok-conversions', 'tiktok-conversions', true])
})

describe('a destination bound to a sandbox', () => {
  const PAGE = { type: 'page', messageId: 'm1', timestamp: '2026-11-22T09:00:00Z' } as const

  it('sends what TikTok would get to the sandbox, and nowhere else', async () => {
    const sandbox = await startSandbox({ accessToken: 'token-of-a-test', pixelCode: 'PIXEL' })
    const tiktok = bindToSandbox(sandbox)
    await tiktok.destination.onEvent(PAGE, tiktok.settings)
    expect(sandbox.accepted).toMatchObject([
      { event_source_id: 'PIXEL', data: { event: 'ViewContent', event_id: 'm1' } }
    ])
    await sandbox.close()
    const nobody = bindToSandbox({ ...sandbox, port: CLOSED_PORT })
    await expect(nobody.destination.onEvent(PAGE, nobody.settings)).rejects.toThrow('no answer (ECONNREFUSED)')
  })

  it('sends batches, and goes through mappings of the test', async () => {
    const sandbox = await startSandbox()
    const mapping = { event: 'Contact', event_id: { '@path': '$.messageId' } }
    const contact = { name: 'Contact', subscribe: 'type = "page"', partnerAction: 'reportWebEvent', mapping }
    const { destination: bound, settings } = bindToSandbox(sandbox, [contact])
    const events = [PAGE, { ...PAGE, messageId: 'm2' }]
    const results = await bound.executeBatch('reportWebEvent', { events, mapping, settings })
    await bound.onEvent({ ...PAGE, messageId: 'm3' }, settings)
    expect(results.map(({ status }) => status)).toEqual([200, 200])
    expect(sandbox.accepted.map(({ data }) => data.event_id)).toEqual(['m1', 'm2', 'm3'])
    expect(sandbox.accepted[2].data.event).toBe('Contact')
    await sandbox.close()
  })

  it('is the definition of this package', () => {
    const bound = bindToSandbox({ port: 1, accessToken: 'token', pixelCode: 'PIXEL' })
    expect(bound.destination.name).toBe(destination.name)
    expect(bound.settings.subscriptions.map(({ name }) => name)).toEqual(destination.presets?.map(({ name }) => name))
  })
})
