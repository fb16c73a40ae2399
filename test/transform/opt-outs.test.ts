import { findOptOut } from '../../runner/transform/opt-out'
import { ordersOf, TestFolder } from '../__helpers__/command'
import { rehearse, runInProcess } from '../__helpers__/in-process'

const [ORDER] = ordersOf(1)

const excludes = (integrations: unknown, rules = {}) =>
  findOptOut({ ...ORDER, integrations } as never, rules) !== undefined

describe('integrations of an event', () => {
  it.each<[integrations: unknown]>([
    [{ All: false }],
    [{ all: false }],
    [{ All: false, 'Segment.io': true }],
    [{ All: false, Mixpanel: { deviceId: '1' } }],
    [{ 'TikTok Conversions': false }],
    [{ All: true, 'TikTok Conversions': false }],
    [{ 'Tiktok Conversions': false }],
    [{ 'tiktok-conversions': false }],
    [{ 'actions-tiktok-conversions': false }],
    [{ All: false, 'TikTok Conversions': null }],
    [{ All: 'false' }],
    [false]
  ])('exclude this destination: %j', (integrations) => {
    expect(excludes(integrations)).toBe(true)
  })

  it.each<[integrations: unknown]>([
    [undefined],
    [null],
    [{}],
    [[]],
    ['none'],
    [{ All: true }],
    [{ Mixpanel: false }],
    [{ 'TikTok Pixel': false }],
    [{ 'TikTok Conversions': true }],
    [{ All: false, 'TikTok Conversions': true }],
    [{ All: false, 'TikTok Conversions': { ttclid: 'E.C.P.abc' } }],
    [{ All: false, 'Tiktok Conversions': {} }]
  ])('include this destination: %j', (integrations) => {
    expect(excludes(integrations)).toBe(false)
  })

  it('can be ignored', () => {
    expect(excludes({ All: false }, { ignoresIntegrations: true })).toBe(false)
  })
})

describe('consent of an event', () => {
  const isDenied = (categoryPreferences: unknown, rules = {}) =>
    findOptOut({ ...ORDER, context: { consent: { categoryPreferences } } } as never, rules) !== undefined

  it.each<[preferences: unknown]>([
    [{ Advertising: false }],
    [{ advertising: false, analytics: true }],
    [{ Marketing: false, functional: true }],
    [{ targeting: false, analytics: true }],
    [{ 'Targeted Advertising': false, analytics: true }],
    [{ ad_storage: true, ad_user_data: false }],
    [{ C0001: true, C0002: true, C0004: false }],
    [{ advertising: true, marketing: false }],
    [{ advertising: 'true' }],
    [{ advertising: null, analytics: true }],
    [{ analytics: false, functional: false }],
    [{}]
  ])('is denied to advertising: %j', (preferences) => {
    expect(isDenied(preferences)).toBe(true)
  })

  it.each<[preferences: unknown]>([
    [{ Advertising: true }],
    [{ advertising: true, analytics: false }],
    [{ C0002: false, C0004: true }],
    [{ analytics: true, functional: false }],
    [undefined],
    [null],
    ['all']
  ])('is not denied to advertising: %j', (preferences) => {
    expect(isDenied(preferences)).toBe(false)
  })

  it.each<[preferences: object, categories: string[], denied: boolean]>([
    [{ social: false, advertising: true }, ['social'], true],
    [{ social: true, advertising: false }, ['social'], false],
    [{ Social: true }, ['social'], false],
    [{ analytics: true }, ['social'], true],
    [{ social: true, sales: false }, ['social', 'sales'], true],
    [{ social: true, sales: true }, ['social', 'sales'], false]
  ])('has to be granted to each category that is named: %j for %j', (preferences, consentCategories, denied) => {
    expect(isDenied(preferences, { consentCategories })).toBe(denied)
  })

  it('is honoured where integrations are ignored', () => {
    expect(isDenied({ advertising: false }, { ignoresIntegrations: true })).toBe(true)
  })

  it.each([[undefined], [null], [{}], [{ consent: null }], [{ consent: true }]])('may be absent: %j', (context) => {
    expect(findOptOut({ ...ORDER, context } as never, {})).toBeUndefined()
  })
})

describe('send', () => {
  let folder: TestFolder
  let file: string
  beforeAll(() => {
    folder = new TestFolder()
    const [off, one, on, denied, sent] = ordersOf(5)
    file = folder.writeEvents('events.ndjson', [
      { ...off, integrations: { All: false, 'Segment.io': true } },
      { ...one, integrations: { All: true, 'TikTok Conversions': false } },
      { ...on, integrations: { All: false, 'TikTok Conversions': { ttclid: 'E.C.P.abc' } } },
      { ...denied, context: { consent: { categoryPreferences: { advertising: false, social: true } } } },
      sent
    ])
  })
  afterAll(() => folder.remove())

  it('counts what opted out, and does not send it', async () => {
    const { report, status } = await rehearse(file)
    expect(report).toMatchObject({ read: 5, wouldBeSent: 2, optedOut: 3, unmatched: 0, reasons: {} })
    expect(report.matchKeys.PlaceAnOrder).toMatchObject({ events: 2, ttclid: 1 })
    expect(status).toBe(0)
  })

  it('says so for each line, and in the summary', async () => {
    const { stdout } = await runInProcess(['send', file, '--dry-run'])
    expect(stdout).toMatch(/^line 1 .* opted out: its integrations exclude this destination$/m)
    expect(stdout).toMatch(/^line 4 .* opted out: no consent to advertising$/m)
    expect(stdout).toContain(
      '5 events: 2 would be sent, 0 rejected, 0 failed after retries, 0 unmatched, 3 opted out\n'
    )
    expect(stdout).not.toContain('"event_id": "m0"')
  })

  it('ignores integrations on request, and honours consent all the same', async () => {
    const { report } = await rehearse(file, '--ignore-integrations')
    expect(report).toMatchObject({ wouldBeSent: 4, optedOut: 1 })
  })

  it('looks for consent to the categories that are named', async () => {
    const { report } = await rehearse(file, '--ignore-integrations', '--consent-category', 'social')
    expect(report).toMatchObject({ wouldBeSent: 5, optedOut: 0 })
  })
})
