import { mkdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import schema from '../../config.schema.json'
import { FILE_NAME, findConfiguration } from '../../runner/config/find'
import { readConfiguration } from '../../runner/config/load'
import { configuration, destinationConfig, keyLimits } from '../../runner/config/schema'
import { readSecret } from '../../runner/config/secret'
import { ROOT, TestFolder } from '../__helpers__/command'

let folder: TestFolder

beforeEach(() => {
  folder = new TestFolder()
})
afterEach(() => folder.remove())

const write = (config: unknown) => folder.write(FILE_NAME, typeof config === 'string' ? config : JSON.stringify(config))

const eu = { pixelCode: 'C1', accessToken: { env: 'EU_TOKEN' } }
const key = { key: 'public-key' }

it('finds the file in the folder or the nearest one above it', () => {
  const below = folder.file('a/b')
  mkdirSync(below, { recursive: true })
  expect(findConfiguration(below)).toBeUndefined()
  const file = write({})
  expect(findConfiguration(below)).toBe(file)
  expect(findConfiguration(folder.path)).toBe(file)
})

it('reads paths relative to the file', () => {
  const file = write({
    $schema: './config.schema.json',
    store: 'events.db',
    mappings: 'all.json',
    rate: 10,
    destinations: { eu: { ...eu, mappings: '../eu.json' }, us: { pixelCode: 'C2', accessToken: { file: 'us.token' } } },
    sources: { shop: { keys: [key, { key: { file: 'key' }, webhookSecret: { env: 'SECRET' } }], destinations: ['eu'] } }
  })
  const at = (path: string) => join(folder.path, path)
  expect(readConfiguration(file)).toMatchObject({
    store: at('events.db'),
    mappings: at('all.json'),
    rate: 10,
    destinations: { eu: { mappings: at('../eu.json') }, us: { accessToken: { file: at('us.token') } } },
    sources: { shop: { keys: [key, { key: { file: at('key') }, webhookSecret: { env: 'SECRET' } }] } }
  })
})

it('leaves the URL of a database alone', () => {
  expect(readConfiguration(write({ store: 'postgres://db.example.com/events' })).store).toBe(
    'postgres://db.example.com/events'
  )
})

it.each<[string, unknown, string]>([
  ['no JSON', '{', ' is not valid JSON: line 1, column 2.'],
  ['no object', [], ': the file: It must be an object.'],
  ['an unknown key', { mapings: 'a.json' }, ': /mapings is not known. Did you mean "mappings"?'],
  [
    'an unknown key of a destination',
    { destinations: { eu: { ...eu, pixel_code: 'C1' } } },
    ': /destinations/eu/pixel_code is not known. Did you mean "pixelCode"?'
  ],
  [
    'an unknown key of a write key',
    { sources: { shop: { keys: [{ ...key, origin: [] }] } } },
    ': /sources/shop/keys/0/origin is not known. Did you mean "origins"?'
  ],
  ['too high a rate', { rate: 1001 }, ': /rate: It must be at most 1000.'],
  ['a rate that is none', { rate: 'fast' }, ': /rate: It must be a number.'],
  ['half a request', { rate: 1.5 }, ': /rate: It must be a whole number.'],
  ['no time at all', { timeout: 0 }, ': /timeout: It must be more than 0.'],
  ['a blank path', { store: '' }, ': /store: It is empty.'],
  [
    'a destination without a pixel',
    { destinations: { eu: { accessToken: eu.accessToken } } },
    ': /destinations/eu/pixelCode: It is missing: it must be a text.'
  ],
  [
    'a secret in the file',
    { destinations: { eu: { ...eu, accessToken: 'act.secret' } } },
    ': /destinations/eu/accessToken: It must be { "env": "NAME" } or { "file": "PATH" }.'
  ],
  [
    'a name with a blank',
    { destinations: { 'e u': eu } },
    ': /destinations/e u: Its name cannot be used. Use up to 63 letters, digits, hyphens, dots and underscores.'
  ],
  [
    'a type of event that there is none of',
    { sources: { shop: { keys: [{ ...key, types: ['trak'] }] } } },
    ': /sources/shop/keys/0/types/0: It must be one of '
  ],
  ['JSON with a comma too many', '[1,,2]', ' is not valid JSON: line 1, column 4.'],
  ['JSON with a word', '{\n  "rate": fast\n}', ' is not valid JSON: line 2, column 13.'],
  ['no destination', { destinations: {} }, ': /destinations: Name at least one destination.'],
  [
    'a destination that is not there',
    { destinations: { europe: eu }, sources: { shop: { keys: [key], destinations: ['eurpe'] } } },
    ': /sources/shop/destinations names "eurpe", which is no destination. Did you mean "europe"?'
  ]
])('refuses %s', (_, config, message) => {
  const file = write(config)
  expect(() => readConfiguration(file)).toThrow(file + message)
})

it('names each error, and quotes no value', () => {
  const file = write({ rate: 0, destinations: { eu: { pixelCode: 'C1', accessToken: 'act.secret' } } })
  expect(() => readConfiguration(file)).toThrow(/\/rate: .*\n.*\/destinations\/eu\/accessToken: /)
  expect(() => readConfiguration(file)).not.toThrow(/act\.secret/)
})

describe('secrets', () => {
  afterEach(() => {
    delete process.env.TEST_SECRET
  })

  it('come from the environment or a file', () => {
    process.env.TEST_SECRET = 'from-env'
    expect(readSecret({ env: 'TEST_SECRET' }, 'The token')).toBe('from-env')
    expect(readSecret({ file: folder.write('token', 'from-file\n') }, 'The token')).toBe('from-file')
  })

  it.each([
    [{ env: 'TEST_SECRET' }, 'The token: TEST_SECRET is not set.'],
    [{ file: '/nowhere/token' }, 'The token: /nowhere/token cannot be read (no such file or folder).']
  ])('are missed by name: %j', (secret, message) => {
    expect(() => readSecret(secret, 'The token')).toThrow(message)
  })
})

describe('the page of the documentation', () => {
  const page = readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8')

  it('names every key', () => {
    const shapes = [configuration.shape, destinationConfig.shape, keyLimits]
    for (const key of shapes.flatMap((shape) => Object.keys(shape))) expect(page).toContain(key)
  })

  it('has an example that can be read', () => {
    const [, example] = /```json\n(.*?)```/s.exec(page) ?? []
    expect(readConfiguration(write(example))).toMatchObject({ destinations: { europe: { rate: 100 } } })
  })
})

it('is described by the JSON schema that is published, key by key', () => {
  expect(Object.keys(schema.properties)).toEqual(Object.keys(configuration.shape))
  expect(schema.additionalProperties).toBe(false)
  expect(realpathSync(require.resolve('tiktok-conversions/config.schema.json'))).toBe(
    realpathSync(join(__dirname, '../../config.schema.json'))
  )
})
