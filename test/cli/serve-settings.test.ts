import { withServeFlags } from '../../runner/cli/serve-flags'
import { readServeSettings } from '../../runner/cli/serve-settings'
import { TestFolder } from '../__helpers__/command'

const folder = new TestFolder()
afterAll(() => folder.remove())

const file = (name: string, value: object) => folder.write(name, JSON.stringify(value))
const mapping = (name: string) => [
  {
    name,
    partnerAction: 'reportWebEvent',
    subscribe: 'type = "track"',
    mapping: { event: 'Lead', event_source: 'web' }
  }
]

function read(config: object, flags: Record<string, unknown> = {}) {
  const given = { config: file('config.json', config), ...flags }
  return readServeSettings({ ...withServeFlags().opts(), ...given }, (flag) => flag in given)
}

const secret = (value: string) => ({ file: folder.write(`${value}.txt`, value) })

const CONFIG = {
  consentCategories: ['Advertising'],
  rate: 7,
  destinations: {
    eu: {
      ...{ pixelCode: 'CEU', accessToken: secret('eu-token'), mappings: 'eu.json' },
      ...{ consentCategories: ['Social'], rate: 3 }
    },
    us: { pixelCode: 'CUS', accessToken: secret('us-token'), mappings: 'us.json' }
  },
  sources: {
    shop: {
      keys: [{ key: 'public-key', origins: ['https://shop.example.com'], types: ['track'], eventsPerSecond: 5 }]
    },
    crm: { keys: [{ key: secret('crm-key'), webhookSecret: secret('crm-secret') }], destinations: ['us'] }
  }
}

beforeAll(() => {
  file('eu.json', mapping('Lead in Europe'))
  file('us.json', mapping('Lead in America'))
})

it('gives each destination its own pixel, mappings, consent rules and rate, and else the common ones', async () => {
  const { destinations } = await read(CONFIG)
  const shown = destinations.map(({ name, delivery: { endpoint, mappings, optOut, rate } }) => ({
    ...{ name, pixel: endpoint.pixelCode, token: endpoint.accessToken, mappings: mappings.map((each) => each.name) },
    ...{ consent: optOut?.consentCategories, rate }
  }))
  expect(shown).toEqual([
    {
      ...{ name: 'eu', pixel: 'CEU', token: 'eu-token', mappings: ['Lead in Europe'] },
      ...{ consent: ['Social'], rate: 3 }
    },
    {
      ...{ name: 'us', pixel: 'CUS', token: 'us-token', mappings: ['Lead in America'] },
      ...{ consent: ['Advertising'], rate: 7 }
    }
  ])
})

it('gives each source its keys with their limits, and the destinations that it names, or all', async () => {
  const [shop] = CONFIG.sources.shop.keys
  expect((await read(CONFIG)).writeKeys).toEqual([
    { ...shop, source: 'shop', destinations: ['eu', 'us'] },
    { source: 'crm', destinations: ['us'], key: 'crm-key', webhookSecret: 'crm-secret' }
  ])
})

it('puts flags before the file', async () => {
  const { destinations } = await read(CONFIG, { rate: 1 })
  expect(destinations.map(({ delivery }) => delivery.rate)).toEqual([1, 1])
})
