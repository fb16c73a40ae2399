import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ordersOf, ROOT } from './__helpers__/command'
import { runInProcess } from './__helpers__/in-process'
import { SendBench } from './__helpers__/send'
import { sourceFiles } from './__helpers__/source-files'
import { TestStudio } from './studio/__helpers__/studio'

const bench = new SendBench()

const ROOMS = ['src', 'runner', 'sandbox', 'entry']

/** An object literal whose keys may be any texts. */
const DICTIONARY =
  /(?:: (?:Partial<)?(?:Readonly<)?(?:Record<string,[^=]*>|JsonObject|Properties)|\[key: string\][^=]*) = (\{\}?)/

/** Dictionaries whose keys are never texts of people, with the reason; or tables that are looked up safely. */
const HARMLESS: Record<string, string> = {
  'src/reportWebEvent/event/find-products.ts': 'written with its own keys',
  'src/reportWebEvent/event/fallbacks.ts': 'never written to',
  'src/reportWebEvent/event/origin.ts': 'looked up by its own words',
  'src/reportWebEvent/read/nobody.ts': 'looked up by what a pattern of its letters has matched',
  'src/reportWebEvent/read/words/': 'walked through',
  'src/reportWebEvent/timestamp.ts': 'looked up by what a pattern of its words has matched',
  'src/reportWebEvent/fields/': 'read by actions-core, by its own keys',
  'runner/terminal/match-keys.ts': 'looked up by its own keys',
  'runner/transform/consent.ts': 'looked up by its own keys',
  'runner/delivery-error.ts': 'looked up by our error codes',
  'runner/delivery/unreachable.ts': 'looked up by error codes of Node.js',
  'runner/sources/table-splitter.ts': 'looked up with Object.hasOwn',
  'runner/sources/warehouse-row.ts': 'a new event, of which only the prototype changes',
  'runner/live/http/pixel.ts': 'refuses names of prototypes',
  'runner/mappings/field-values.ts': 'looked up by words of ours',
  'runner/mappings/trigger-meaning.ts': 'looked up with Object.hasOwn',
  'runner/explain/request-keys.ts': 'walked through',
  'runner/studio/page/': 'looked up by words of the server',
  'runner/diagnose/people.ts': 'looked up by identifiers of ours',
  'runner/diagnose/rules/': 'looked up by identifiers of ours, or with Object.hasOwn',
  'runner/json.ts': 'copied into an object without a prototype',
  'runner/errors.ts': 'looked up with Object.hasOwn',
  'runner/live/store/store-error.ts': 'looked up by error codes of the stores',
  'runner/pasted/literals.ts': 'looked up with Object.hasOwn',
  'runner/pasted/shell.ts': 'looked up by a single letter',
  'runner/sources/files.ts': 'looked up by schemes, which end in a colon'
}

function dictionaries(): string[] {
  return sourceFiles(ROOMS).filter((path) =>
    readFileSync(join(ROOT, path), 'utf8')
      .split('\n')
      .some((line) => DICTIONARY.test(line))
  )
}

it('plain objects whose keys are texts of people are Maps, or dictionaries without a prototype', () => {
  const isHarmless = (path: string) => Object.keys(HARMLESS).some((known) => path.startsWith(known))
  expect(dictionaries().filter((path) => !isHarmless(path))).toEqual([])
})

it('the prototype of objects is frozen in all tests', () => {
  expect(Object.isFrozen(Object.prototype)).toBe(true)
  expect(() => Object.assign(Object.prototype, { polluted: true })).toThrow(TypeError)
})

const NAMES: [what: string, name: string][] = [
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  ['toString', 'toString'],
  ['one dot', '.'],
  ['two dots', '..'],
  ['a path', '../../etc/passwd'],
  ['control characters', 'a\u001b[2J\u0000\u0007\r\nb'],
  ['10,000 characters', 'n'.repeat(10_000)]
]

/** A mapping whose name, event name and properties people chose, and events of the same name. */
function writeInput(name: string) {
  const mapping = {
    name,
    subscribe: 'type = "track"',
    partnerAction: 'reportWebEvent',
    mapping: { event: { '@path': '$.properties.name' }, event_id: { '@path': '$.messageId' } },
    enabled: true
  }
  const properties = JSON.parse(`{"name":"constructor",${JSON.stringify(name)}:{"polluted":true}}`)
  const events = ordersOf(3, (index) => (index === 0 ? { ...properties, name: '2nd' } : properties))
  return {
    mapping,
    mappings: bench.folder.write('mappings.json', JSON.stringify([mapping])),
    events: bench.folder.writeEvents('a.ndjson', [...events, { ...events[1], event: name, type: 'page' }])
  }
}

/** Whether a terminal could misread a text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/

describe.each(NAMES)('a name of %s', (_what, name) => {
  it('is harmless to send, which delivers all the same, and to its file of failed events', async () => {
    const { events, mappings } = writeInput(name)
    const failed = bench.folder.file('failed')
    const { stdout, stderr, status } = await bench.send([events, '--mappings', mappings, '--failed', failed])
    expect(stderr + stdout).not.toMatch(CONTROL)
    expect(stdout).toContain('4 events: 2 delivered, 1 rejected')
    expect(stdout.length).toBeLessThan(10_000)
    expect(status).toBe(1)
    expect(JSON.parse(readFileSync(failed, 'utf8'))).toMatchObject({ mapping: name })
    expect(await bench.sendJson([failed, '--mappings', mappings])).toMatchObject({ read: 1, rejected: 1 })
  })

  it('is harmless to diagnose', async () => {
    const { events, mappings } = writeInput(name)
    const { stdout, stderr, status } = await runInProcess(['diagnose', events, '--mappings', mappings])
    expect(stderr + stdout).not.toMatch(CONTROL)
    expect(stdout).toContain('4 events')
    expect(status).toBe(1)
  })

  it('is harmless to the studio, which goes on to answer', async () => {
    const { events, mapping } = writeInput(name)
    const studio = await TestStudio.open([events])
    try {
      await studio.ask('PUT /api/mappings', { mappings: [mapping] })
      await studio.counted()
      for (const path of ['rows', `rows?finding=${encodeURIComponent(name)}`, 'diagnosis', 'events/0', 'paths']) {
        const { status } = await studio.ask(`GET /api/sources/1/${path}`)
        expect([path, status]).toEqual([path, 200])
      }
      const upload = await studio.ask(`POST /api/sources?name=${encodeURIComponent(name)}`, '{"type":"page"}\n')
      expect([201, 400, 422]).toContain(upload.status)
    } finally {
      await studio.close()
    }
  })
})
