import type { JSONObject } from '@segment/actions-core'
import type { FieldExplanation, Outcome } from '../../runner/explain'
import { explain } from '../../runner/explain'
import { hash } from '../../src/reportWebEvent/hash'

const digestOf = (text: string) => hash(text, (same) => same)

async function outcomeOf(mapping: JSONObject, event: object): Promise<Outcome> {
  const always = {
    name: 'Mine',
    subscribe: 'type != "none"',
    partnerAction: 'reportWebEvent',
    mapping: { event: 'Purchase', ...mapping }
  }
  const { mappings } = await explain(event, [always], { pixelCode: 'PIXEL', now: Date.parse('2026-11-22T10:00:00Z') })
  return mappings[0].outcome as Outcome
}

async function fieldOf(key: string, mapping: JSONObject, event: object): Promise<FieldExplanation> {
  const { fields } = await outcomeOf(mapping, event)
  return fields.find((field) => field.key === key) as FieldExplanation
}

const path = (text: string) => ({ '@path': text })
const firstOf = (...paths: string[]): JSONObject => {
  const [first, ...rest] = paths
  return rest.length === 0 ? path(first) : { '@if': { exists: path(first), then: path(first), else: firstOf(...rest) } }
}

describe('the paths of a field', () => {
  it.each<[name: string, value: JSONObject, event: object, reads: [path: string, isPresent: boolean][]]>([
    ['a path', path('$.userId'), { userId: 'u' }, [['$.userId', true]]],
    ['a path below an absent object', path('$.a.b.c'), { x: 1 }, [['$.a.b.c', false]]],
    ['null', path('$.a'), { a: null }, [['$.a', false]]],
    [
      'the first of several',
      firstOf('$.p.x', '$.p.y', '$.p.z'),
      { p: { y: 1, z: 2 } },
      [
        ['$.p.x', false],
        ['$.p.y', true]
      ]
    ],
    [
      'the first of several below an absent object',
      firstOf('$.p.x', '$.p.y', '$.q.z'),
      {},
      [
        ['$.p.x', false],
        ['$.p.y', false],
        ['$.q.z', false]
      ]
    ],
    [
      'a template',
      { '@template': '{{a.b}}-{{c}}' },
      { a: { b: 1 } },
      [
        ['$.a.b', true],
        ['$.c', false]
      ]
    ],
    ['a case', { '@case': { operator: 'lower', value: path('$.a') } }, { a: 'A' }, [['$.a', true]]],
    [
      'a replacement',
      { '@replace': { pattern: 'a', replacement: 'b', value: path('$.a') } },
      { a: 'a' },
      [['$.a', true]]
    ],
    ['JSON', { '@json': { mode: 'encode', value: path('$.a') } }, { a: { b: 1, c: [2] } }, [['$.a', true]]],
    ['an object as it is', { '@literal': path('$.a') }, { a: { b: 1 } }, [['$.a', true]]],
    [
      'merged objects',
      { '@json': { mode: 'encode', value: { '@merge': { direction: 'right', objects: [path('$.a'), path('$.b')] } } } },
      { a: { x: 1 }, b: { y: 2 } },
      [
        ['$.a', true],
        ['$.b', true]
      ]
    ],
    [
      'a transformed event',
      { '@transform': { apply: { v: path('$.a.b') }, mapping: path('$.v') } },
      { a: { b: 1 } },
      [['$.a.b', true]]
    ],
    [
      'Liquid',
      { '@liquid': '{{ a.b }} {{ c.d }}' },
      { a: { b: 'x' } },
      [
        ['$.a.b', true],
        ['$.c.d', false]
      ]
    ],
    ['an index', path('$.list[1].id'), { list: [{ id: 'x' }, { id: 'y' }] }, [['$.list.1.id', true]]]
  ])('are noted for %s', async (_name, value, event, expected) => {
    const { reads } = await fieldOf('description', { description: value }, { type: 'track', ...event })
    expect(reads.map((read) => [read.path, read.isPresent])).toEqual(expected)
  })

  it('are noted for each item of a list', async () => {
    const contents = {
      '@arrayPath': ['$.properties.products', { content_id: path('$.id'), price: path('$.cost.net') }]
    }
    const event = { type: 'track', properties: { products: [{ id: 'A', cost: { net: 2 } }, { id: 'B' }] } }
    const { reads, raw, sent } = await fieldOf('contents', { contents }, event)
    expect(reads.map((read) => read.path)).toEqual([
      '$.properties.products.0.id',
      '$.properties.products.0.cost.net',
      '$.properties.products.1.id',
      '$.properties.products.1.cost'
    ])
    expect(raw).toEqual([{ content_id: 'A', price: 2 }, { content_id: 'B' }])
    expect(sent.map((value) => value.path)).toEqual([
      'data.0.properties.contents',
      'data.0.properties.content_type',
      'data.0.properties.content_ids',
      'data.0.properties.num_items'
    ])
  })

  it('name one that is nearly right, unless the mapping looks there as well', async () => {
    const event = { type: 'track', context: { traits: { firstName: 'Jane' } } }
    const wrong = await fieldOf('first_name', { first_name: path('$.context.traits.first_name') }, event)
    expect(wrong.reads).toMatchObject([{ isPresent: false, nearest: '$.context.traits.firstName' }])
    const both = await fieldOf(
      'first_name',
      { first_name: firstOf('$.context.traits.first_name', '$.context.traits.firstName') },
      event
    )
    expect(both.reads[0].nearest).toBeUndefined()
  })

  it('are none for a constant', async () => {
    expect(await fieldOf('event', {}, { type: 'track' })).toMatchObject({
      isConstant: true,
      reads: [],
      raw: 'Purchase'
    })
  })
})

describe('the value of a field', () => {
  it('is followed from the event to the digest', async () => {
    const event = { type: 'track', email: ' Jane@Example.com ' }
    expect(await fieldOf('email', { email: path('$.email') }, event)).toMatchObject({
      label: 'Email',
      raw: ' Jane@Example.com ',
      normalized: ['jane@example.com'],
      sent: [{ path: 'data.0.user.email', value: [digestOf('jane@example.com')], form: 'hashed' }],
      leftOut: undefined
    })
  })

  it('that is a digest already is sent as it is', async () => {
    const digest = digestOf('jane@example.com')
    const field = await fieldOf('email', { email: path('$.email') }, { type: 'track', email: digest?.toUpperCase() })
    expect(field).toMatchObject({ normalized: undefined, sent: [{ value: [digest], form: 'digest' }] })
  })

  it('is followed through each part of an object', async () => {
    const address = { country: path('$.country'), zip_code: path('$.zip') }
    const mapping = { address, phone_number: path('$.phone') }
    const event = { type: 'track', country: 'US', zip: '95110-2608', phone: '202 555 0143' }
    const { fields } = await outcomeOf(mapping, event)
    expect(
      fields.map(({ key, normalized, sent, affects }) => [key, normalized, sent.map((value) => value.path), affects])
    ).toEqual([
      ['event', undefined, ['data.0.event'], []],
      ['phone_number', ['+12025550143'], ['data.0.user.phone'], []],
      ['address.country', undefined, ['data.0.user.country'], ['data.0.user.phone', 'data.0.user.zip_code']],
      ['address.zip_code', ['95110'], ['data.0.user.zip_code'], []]
    ])
  })

  it('makes the click ID of a URL as well, unless there is a better one', async () => {
    const event = {
      type: 'track',
      url: 'https://shop.example.com/?ttclid=E.C.P.1',
      id: 'E.C.P.2',
      from: 'https://example.com'
    }
    const mapping = { url: path('$.url'), referrer: path('$.from') }
    const alone = await outcomeOf(mapping, event)
    const sentBy = ({ fields }: Outcome, key: string) =>
      fields.find((field) => field.key === key)?.sent.map((value) => value.path)
    expect(sentBy(alone, 'url')).toEqual(['data.0.user.ttclid', 'data.0.page.url'])
    expect(sentBy(alone, 'referrer')).toEqual(['data.0.page.referrer'])
    const both = await outcomeOf({ ...mapping, ttclid: path('$.id') }, event)
    expect(sentBy(both, 'url')).toEqual(['data.0.page.url'])
    expect(sentBy(both, 'ttclid')).toEqual(['data.0.user.ttclid'])
  })

  it('makes its key even where the same would be sent without it', async () => {
    const { fields } = await outcomeOf(
      { event_source: 'web', content_type: 'product', content_ids: ['A'] },
      { type: 'track' }
    )
    expect(fields.map(({ key, sent }) => [key, ...sent.map((value) => value.path)])).toEqual([
      ['event', 'data.0.event'],
      ['event_source', 'event_source'],
      ['content_type', 'data.0.properties.content_type'],
      ['content_ids', 'data.0.properties.content_ids']
    ])
  })

  it('of a CRM event makes the keys of the lead', async () => {
    const mapping = { event_source: 'crm', lead_id: path('$.lead'), lead_event_source: 'HubSpot' }
    const { fields } = await outcomeOf(mapping, { type: 'track', lead: '123' })
    expect(fields.map(({ key, sent }) => [key, ...sent.map((value) => value.path)])).toEqual([
      ['event', 'data.0.event'],
      ['event_source', 'event_source'],
      ['lead_id', 'data.0.lead.lead_id'],
      ['lead_event_source', 'data.0.lead.lead_event_source']
    ])
  })
})

describe('a value that is left out', () => {
  it.each<[key: string, mapping: JSONObject, leftOut: string | RegExp]>([
    ['email', { email: path('$.v') }, 'It is not an email address.'],
    ['phone_number', { phone_number: path('$.v') }, 'It is not a valid phone number, or one that anybody types.'],
    ['ip', { ip: '192.168.0.1' }, 'It is not a public IP address.'],
    ['address.country', { address: { country: 'Atlantis' } }, 'It is not a country.'],
    ['referrer', { referrer: 'https://example.com' }, 'TikTok accepts a referrer only with Page URL.'],
    ['content_type', { content_type: 'product' }, 'TikTok accepts it only with products.'],
    [
      'customer_type',
      { event_source: 'crm', lead_id: '1', customer_type: 'new' },
      'TikTok accepts it for web events only.'
    ],
    [
      'lead_event_source',
      { lead_id: '1', lead_event_source: 'X' },
      'TikTok accepts it for CRM events with a lead only.'
    ],
    ['travel_fields.city', { travel_fields: { city: 'Lisbon' } }, 'Event Specification is not "travel".'],
    [
      'vehicle_fields.mileage_value',
      { event_spec_type: 'vehicle', vehicle_fields: { mileage_value: 5 } },
      'It lacks its other half.'
    ],
    ['event_id', { event_id: 'undefined' }, 'It stands for a missing value.'],
    ['order_id', { order_id: '  ' }, 'It is blank.'],
    ['contents', { contents: [{ content_id: '' }] }, 'No product has any details.'],
    ['batch_size', { batch_size: 1000 }, /^It tells the CDP/]
  ])('has a reason: %s', async (key, mapping, leftOut) => {
    expect(await fieldOf(key, mapping, { type: 'track', v: 'not usable' })).toMatchObject({
      sent: [],
      leftOut: leftOut instanceof RegExp ? expect.stringMatching(leftOut) : leftOut
    })
  })

  it('among others is counted', async () => {
    const field = await fieldOf(
      'email',
      { email: path('$.v') },
      { type: 'track', v: ['a@example.com', 'someone at home', 'x'] }
    )
    expect(field).toMatchObject({ normalized: ['a@example.com'], leftOut: '2 values: It is not an email address.' })
  })

  it('has a reason if it would be calculated', async () => {
    const mapping = { value: path('$.properties.revenue'), currency: 'USD', contents: [{ price: '40' }] }
    expect(await fieldOf('value', mapping, { type: 'track', properties: { total: 45 } })).toMatchObject({
      raw: undefined,
      sent: [],
      leftOut: 'It is only the sum of the products, beside a total that no field maps.'
    })
  })

  it('needs none where the event has no value', async () => {
    expect(await fieldOf('email', { email: path('$.v') }, { type: 'track' })).toMatchObject({
      sent: [],
      leftOut: undefined
    })
  })
})

describe('an event without a request', () => {
  it.each<[JSONObject, RegExp]>([
    [{ value: -1 }, /^Value is negative/],
    [{ value: '-$12.50' }, /^Value is negative/],
    [{ event_source: 'crm' }, /^TikTok Lead ID is missing\./],
    [{ event_source: 'crm', lead_id: ' ' }, /^TikTok Lead ID is missing\./],
    [{ description: { '@case': { operator: 'sideways', value: 'x' } } }, /cannot be applied/]
  ])('has a reason: %j', async (mapping, problem) => {
    const { request, curl, faults, ...outcome } = await outcomeOf(mapping, { type: 'track' })
    expect(outcome.problem).toMatch(problem)
    expect({ request, curl, faults }).toEqual({})
  })
})

it('ties the faults of the sandbox to their fields', async () => {
  const { faults, fields } = await outcomeOf({ num_items: 1e20 }, { type: 'track' })
  expect(faults).toEqual([
    { code: 40002, message: expect.any(String), path: 'data.0.properties.num_items', field: 'num_items' }
  ])
  expect(fields.find(({ key }) => key === 'num_items')?.faults).toEqual(faults)
})

it('lists the fields that are not mapped', async () => {
  const { unmapped } = await outcomeOf({ email: path('$.email') }, { type: 'track' })
  expect(unmapped).toContain('phone_number')
  expect(unmapped).not.toContain('email')
})
