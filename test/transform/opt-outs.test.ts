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
    [{ 'TikTok Ads': false }],
    [{ All: true, TikTok: false }],
    [{ TIKTOK_ADS: 'false' }],
    [{ All: false, 'TikTok Offline Events': true }],
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
    [{ All: false, 'Tiktok Conversions': {} }],
    [{ All: false, 'TikTok Ads': true }],
    [{ 'TikTok Ads': false, 'TikTok Conversions': true }]
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
    [{ advertising: 'false' }],
    [{ advertising: null, analytics: true }],
    [{ analytics: false, functional: false }],
    [{ 'Strictly necessary': true }],
    [{ C0001: true, C0002: false }],
    [{}]
  ])('is denied to advertising: %j', (preferences) => {
    expect(isDenied(preferences)).toBe(true)
  })

  it.each<[preferences: unknown]>([
    [{ Advertising: true }],
    [{ advertising: 'true' }],
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

describe('consent as other tools state it', () => {
  const isDenied = (parts: object, rules = {}) => findOptOut({ ...ORDER, ...parts } as never, rules) !== undefined

  const managed = (allowedConsentIds: unknown, deniedConsentIds: unknown, provider = 'custom') => ({
    context: { consentManagement: { provider, allowedConsentIds, deniedConsentIds } }
  })

  it.each<[what: string, event: object]>([
    ['RudderStack, OneTrust', managed(['C0001'], ['C0004'], 'oneTrust')],
    ['RudderStack, Ketch', managed(['analytics'], ['behavioral_advertising'], 'ketch')],
    ['RudderStack, iubenda', managed(['1', '4'], ['5'], 'iubenda')],
    ['RudderStack, numbers of iubenda', managed([1, 4], [5], 'iubenda')],
    ['RudderStack, any tool', managed([], ['marketing', 'analytics'])],
    ['RudderStack, an ID that is in both lists', managed(['marketing'], ['Marketing'])],
    ['RudderStack, only what is necessary', managed(['C0001'], ['C0002'], 'oneTrust')],
    ['RudderStack, lists as a warehouse keeps them', managed('["C0001"]', '["C0002","C0004"]', 'oneTrust')],
    ['RudderStack, IDs with their names', managed({}, { C0004: 'Targeting' }, 'oneTrust')],
    [
      'preferences by destination',
      { context: { consent: { destinationPreferences: { 'TikTok Conversions': false } } } }
    ],
    ['Google, in consent', { context: { consent: { ad_storage: 'denied', analytics_storage: 'granted' } } }],
    ['Google, user data', { context: { consent: { ad_storage: 'granted', ad_user_data: 'denied' } } }],
    ['Google, under its own key', { context: { consentMode: { ad_storage: 'denied' } } }],
    ['Google, one level deeper', { context: { consent: { google: { ad_storage: 'denied' } } } }],
    ['Google, in properties', { properties: { consent_mode: { ad_storage: 'denied' } } }],
    ['Shopify', { context: { customerPrivacy: { marketingAllowed: false, analyticsProcessingAllowed: true } } }],
    ['Shopify, sale of data', { context: { customerPrivacy: { marketingAllowed: true, saleOfDataAllowed: false } } }],
    ['Shopify, the choices of a visitor', { properties: { customerPrivacy: { marketing: 'no', analytics: 'yes' } } }],
    ['Shopify, beside the event', { customerPrivacy: { marketingAllowed: false } }],
    ['categories without a list around them', { context: { consent: { analytics: true, marketing: false } } }],
    ['a single word', { context: { consent: 'denied' } }]
  ])('is denied: %s', (_what, event) => {
    expect(isDenied(event)).toBe(true)
  })

  it.each<[what: string, event: object]>([
    ['RudderStack', managed(['marketing'], [])],
    ['RudderStack, other IDs denied', managed(['marketing'], ['analytics'])],
    ['RudderStack, iubenda', managed(['1', '5'], ['4'], 'iubenda')],
    ['RudderStack, numbers of another tool', managed(['4'], ['5'])],
    ['RudderStack, no list', managed(undefined, undefined)],
    ['RudderStack, empty lists', managed([], [])],
    ['preferences of another destination', { context: { consent: { destinationPreferences: { Marketing: false } } } }],
    ['Google', { context: { consent: { ad_storage: 'granted', analytics_storage: 'denied' } } }],
    ['Shopify', { context: { customerPrivacy: { marketingAllowed: true, analyticsProcessingAllowed: false } } }],
    ['Shopify, no choice yet', { properties: { customerPrivacy: { marketing: '', sale_of_data: '' } } }],
    ['a newsletter that was not ordered', { properties: { consent: { marketing: false } } }],
    ['no object', { context: { consent: ['advertising'], consentManagement: 'on', customerPrivacy: null } }]
  ])('is not denied: %s', (_what, event) => {
    expect(isDenied(event)).toBe(false)
  })

  it.each<[event: object, denied: boolean]>([
    [managed(['social'], ['marketing']), false],
    [managed(['marketing'], ['social']), true],
    [managed(['marketing'], []), true],
    [{ context: { consent: { ad_storage: 'denied' } } }, false],
    [{ context: { consent: { social: 'denied' } } }, true]
  ])('is that to the categories which are named: %j', (event, denied) => {
    expect(isDenied(event, { consentCategories: ['Social'] })).toBe(denied)
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
