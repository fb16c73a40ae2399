import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ordersOf, toLines } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import { SendBench } from '../__helpers__/send'

const bench = new SendBench()

const write = (config: object) => bench.folder.write('tiktok-conversions.config.json', JSON.stringify(config))

const MAPPING = {
  name: 'Orders',
  subscribe: 'event = "Order Completed"',
  partnerAction: 'reportWebEvent',
  mapping: { event: 'Purchase', event_id: { '@path': '$.messageId' }, timestamp: { '@path': '$.timestamp' } }
}
const writeMappings = (name = 'mappings.json') => {
  bench.folder.write(name, JSON.stringify([{ ...MAPPING, name }]))
  return name
}
const input = () => bench.folder.writeEvents('a.ndjson', ordersOf(2))

describe('send', () => {
  it('takes mappings, consent rules and limits from the nearest file above the folder, and says so', async () => {
    const file = write({ mappings: writeMappings(), consentCategories: ['Ads'], maxAttempts: 2, retryDelay: 0.01 })
    const folder = bench.folder.file('a/b')
    mkdirSync(folder, { recursive: true })
    const consent = (Ads: boolean) => ({ context: { consent: { categoryPreferences: { Ads } } } })
    const [one, two] = ordersOf(2)
    const events = toLines([
      { ...one, ...consent(true) },
      { ...two, ...consent(false) }
    ])
    bench.sandbox.stub({ code: 50000, times: 10 })
    const cwd = jest.spyOn(process, 'cwd').mockReturnValue(folder)
    const args = ['send', '-', '--workers', '1', '--sandbox-port', String(bench.sandbox.port)]
    const { stdout, stderr } = await runInProcess(args, { input: events })
    cwd.mockRestore()
    expect(stderr).toContain(`Settings of ${file} are used: mappings, consentCategory, maxAttempts, retryDelay.\n`)
    expect(stderr).toContain(`through 1 mapping of ${bench.folder.file('mappings.json')}.`)
    expect(stdout).toContain('2 events: 0 delivered, 0 rejected, 1 failed after retries, 0 unmatched, 1 opted out')
    expect(bench.sandbox.requests).toHaveLength(2)
  })

  it('prefers flags', async () => {
    const config = write({ mappings: writeMappings(), rate: 10 })
    const mappings = bench.folder.file(writeMappings('other.json'))
    const { stdout, stderr } = await bench.send([input(), '--config', config, '--mappings', mappings, '--rate', '9'])
    expect(stderr).not.toContain('are used')
    expect(stdout).toContain(' other.json ')
  })

  const credentials = { pixelCode: 'PIXEL', accessToken: { env: 'EUROPE_TOKEN' } }

  it('takes the values of a destination, which come before the common ones', async () => {
    const destinations = {
      europe: { ...credentials, mappings: writeMappings('europe.json') },
      america: { ...credentials, mappings: writeMappings('america.json') }
    }
    const config = write({ mappings: writeMappings(), destinations })
    const rows = async (...args: string[]) => (await bench.send([input(), '--config', config, ...args])).stdout
    expect(await rows()).toContain(' mappings.json ')
    expect(await rows('--destination', 'america')).toContain(' america.json ')
  })

  it.each<[what: string, args: string[], message: string]>([
    ['several destinations', [], 'Choose a destination with --destination: europe, america.'],
    [
      'a destination that is misspelt',
      ['--destination', 'europa'],
      'The configuration has no destination "europa". Did you mean "europe"?'
    ],
    [
      'a secret that is not there',
      ['--destination', 'europe'],
      'The access token of the destination "europe": EUROPE_TOKEN is not set.'
    ]
  ])('says what is missing: %s', async (_what, args, message) => {
    const config = write({ destinations: { europe: credentials, america: credentials } })
    const { status, stderr } = await runInProcess(['send', input(), '--config', config, ...args], { env: {} })
    expect(stderr).toBe(`error: ${message}\n`)
    expect(status).toBe(2)
  })
})

it.each([
  ['explain', 'Orders'],
  ['diagnose', 'Purchase']
])('%s takes mappings and consent rules from the file as well', async (command, expected) => {
  bench.folder.write('mappings.json', JSON.stringify([MAPPING]))
  const config = write({ mappings: 'mappings.json', consentCategories: ['Ads'] })
  const [order] = ordersOf(1)
  const granted = { ...order, context: { consent: { categoryPreferences: { Ads: true, advertising: false } } } }
  const { stdout } = await runInProcess([command, '-', '--config', config], { input: toLines([granted]) })
  expect(stdout).toContain(expected)
  expect(stdout).not.toMatch(/[1-9] opted out|consent/)
})

describe('--env-file', () => {
  const env = () => bench.folder.write('.env', 'TIKTOK_ACCESS_TOKEN="Bearer x" # a comment\nTIKTOK_PIXEL_CODE=PIXEL\n')

  it('reads variables from a file', async () => {
    const { stderr } = await runInProcess(['check', '--env-file', env()], { env: {} })
    expect(stderr).toContain('Access Token begins with "Bearer"')
  })

  it('prefers the environment', async () => {
    const given = { TIKTOK_ACCESS_TOKEN: 'ä' }
    const { stderr } = await runInProcess(['send', input(), '--env-file', env()], { env: given })
    expect(stderr).toBe('error: Access Token is blank or contains invalid characters.\n')
  })

  it('gives variables to other flags', async () => {
    const file = bench.folder.write('.env', `TIKTOK_STORE=${join('none', 'events.db')}\n`)
    const { stderr } = await runInProcess(['dead', 'list', '--env-file', file], { env: {} })
    expect(stderr).toContain('There is no store at none/events.db.')
  })

  it('names a file that is not there', async () => {
    const { status, stderr } = await runInProcess(['check', '--env-file', 'none/.env'], { env: {} })
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'error: No such file: none/.env.\n' })
  })
})
