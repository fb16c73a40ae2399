import fc from 'fast-check'
import { eventsOf } from '../../bench/generate'
import type { Observation } from '../../runner/diagnose'
import { Diagnosis } from '../../runner/diagnose'
import { renderPage } from '../../runner/diagnose/render/html'
import { formatReport } from '../../runner/diagnose/render/text'
import { DistinctSample, fingerprint } from '../../runner/diagnose/sample'
import { presetMappings } from '../../runner/mappings/presets'
import { Screen } from '../../runner/terminal/screen'
import { buildAll } from '../../runner/transform/build'
import { createRoutes } from '../../runner/transform/match'

fc.configureGlobal({ seed: 20261122 })

const createEvent = (index: number) => eventsOf(index % 2 === 0 ? 'orders' : 'pages')(index)

const NOW = Date.parse('2026-11-22T10:00:00Z')
const MAPPINGS = presetMappings()
const ROUTES = createRoutes(MAPPINGS)
const SETTINGS = { accessToken: 'not-sent', pixelCode: 'PIXEL' }

/** Orders and page views of the benchmark; some are repeated, and some have nothing to match. */
function observe(count: number): Observation[] {
  const events = Array.from({ length: count }, (_, index) => createEvent(index % 7 === 0 ? 0 : index))
  const observations: Observation[] = []
  for (const [index, event] of events.entries()) {
    const name = event.type === 'page' ? 'View Content' : 'Place an Order'
    const route = ROUTES.find((each) => each.name === name) ?? ROUTES[0]
    const [built] = buildAll([{ event, route }], { settings: SETTINGS }, NOW)
    const { payload, event: tiktokEvent, error } = built
    const position = { path: 'events.ndjson', line: index + 1 }
    observations.push({ position, event, mapping: name, payload, built: tiktokEvent, problem: error?.message })
  }
  return observations
}

const ORIGIN = {
  madeAt: NOW,
  version: '1.2.3',
  files: ['a.ndjson', '<b>\u001b.ndjson'],
  mappings: ['Purchase & more']
}

it('no report holds a personal value', async () => {
  const diagnosis = new Diagnosis(MAPPINGS, NOW)
  for (const observation of observe(50)) diagnosis.add(observation)
  diagnosis.addUnmatched({ type: 'track', event: 'Mail from Customer.1@example.com' }, { path: 'e.ndjson', line: 1 })
  const report = diagnosis.report()
  for (const text of [JSON.stringify(report), formatReport(report, new Screen()), await renderPage(report, ORIGIN)]) {
    expect(text).not.toMatch(/customer\.\d|@example|203\.0\.113|\+1202|user-\d|E\.C\.P|[a-f0-9]{64}|message-\d|Jane/i)
  }
})

describe('a sample of distinct things', () => {
  it('holds the same, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 300 }), (things) => {
        const sampleOf = (list: number[]) => {
          const sample = new DistinctSample<number[]>(10, (one, other) => [...one, ...other])
          for (const thing of list) sample.add(fingerprint(String(thing)), () => [thing])
          return sample
        }
        const sample = sampleOf(things)
        const inOrder = (values: number[][]) => values.sort(([a], [b]) => a - b)
        expect(inOrder(sample.values())).toEqual(inOrder(sampleOf([...things].reverse()).values()))
        expect(sample.values().length).toBe(Math.min(10, new Set(things).size))
        expect(sample.isPartial).toBe(new Set(things).size > 10)
      })
    )
  })

  it('estimates a share well, in bounded memory', () => {
    const sample = new DistinctSample<number>(1000, (one, other) => one + other)
    for (let index = 0; index < 50_000; index++) sample.add(fingerprint(String(index)), () => (index % 5 === 0 ? 2 : 1))
    const counts = sample.values()
    expect(counts).toHaveLength(1000)
    expect(counts.filter((count) => count === 2).length / 1000).toBeCloseTo(0.2, 1)
  })
})

describe('the page', () => {
  it('runs no script, loads nothing, and escapes what input says', async () => {
    const diagnosis = new Diagnosis(MAPPINGS, NOW)
    diagnosis.addUnmatched({ type: 'track', event: '<img src=x onerror=alert(1)>' }, { path: '<b>.ndjson', line: 1 })
    const page = await renderPage(diagnosis.report(), ORIGIN)
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(page).toContain('&lt;b&gt;.ndjson:1')
    expect(page).not.toMatch(/<(script|img|link|iframe)|https?:|url\(/)
    expect(page).toContain('http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;')
    expect(page).toContain('prefers-color-scheme: dark')
  })

  it('carries its date, files, mappings and version', async () => {
    const report = new Diagnosis(MAPPINGS, NOW).report()
    const page = await renderPage(report, ORIGIN)
    expect(page).toContain('<time datetime="2026-11-22T10:00:00.000Z">2026-11-22 10:00 UTC</time>')
    expect(page).toContain('<dt>2 files</dt><dd>a.ndjson, &lt;b&gt;\\u001b.ndjson</dd>')
    expect(page).toContain('<dt>1 mapping</dt><dd>presets: Purchase &amp; more</dd>')
    expect(page).toContain('<dt>Version</dt><dd>tiktok-conversions 1.2.3</dd>')
  })

  it('names twenty files, and counts the others', async () => {
    const files = Array.from({ length: 23 }, (_, index) => `${index}.ndjson`)
    const page = await renderPage(new Diagnosis(MAPPINGS, NOW).report(), { ...ORIGIN, files, mappingFile: 'm.json' })
    expect(page).toContain('<dt>23 files</dt><dd>0.ndjson, ')
    expect(page).toContain('19.ndjson and 3 more</dd>')
    expect(page).toContain('<dd>m.json: ')
  })

  it('reports that there are no problems', async () => {
    const report = { ...new Diagnosis(MAPPINGS, NOW).report(), events: 1 }
    expect(await renderPage(report, ORIGIN)).toContain('No problems found.')
    expect(formatReport(report, new Screen())).toContain('No problems found.')
  })
})

it('the text fits 80 columns', async () => {
  const diagnosis = new Diagnosis(MAPPINGS, NOW)
  for (const observation of observe(50)) diagnosis.add(observation)
  diagnosis.addUnmatched({ type: 'track', event: 'x'.repeat(200) }, { path: 'y'.repeat(200), line: 1 })
  expect(
    formatReport(diagnosis.report(), new Screen())
      .split('\n')
      .filter((line) => [...line].length > 80)
  ).toEqual([])
})
