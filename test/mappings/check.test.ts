import { checkMappings } from '../../runner/mappings/check'
import { presetMappings } from '../../runner/mappings/presets'

const PURCHASE = {
  name: 'Purchases',
  subscribe: 'event = "Order Completed"',
  partnerAction: 'reportWebEvent',
  mapping: { event: 'Purchase', event_id: { '@path': '$.messageId' }, timestamp: { '@path': '$.timestamp' } }
}

/** The same mapping as Segment's Public API gives it. */
const SUBSCRIPTION = {
  id: 'eoe1',
  name: PURCHASE.name,
  actionId: 'uD9',
  actionSlug: PURCHASE.partnerAction,
  destinationId: 'fP7',
  modelId: null,
  enabled: true,
  trigger: PURCHASE.subscribe,
  settings: PURCHASE.mapping
}

/** The same mapping as Segment's Terraform provider has it. */
const RESOURCE = {
  destination_id: 'fP7',
  action_id: 'uD9',
  name: PURCHASE.name,
  enabled: true,
  trigger: PURCHASE.subscribe,
  settings: JSON.stringify(PURCHASE.mapping)
}

describe('the forms of a mapping file', () => {
  it.each<[form: string, document: unknown]>([
    ['a list', [PURCHASE]],
    ['a single mapping', PURCHASE],
    ['a wrapper with data', { data: [PURCHASE] }],
    ['a wrapper with mappings', { version: 1, mappings: [PURCHASE] }],
    ['a list of the Public API', [SUBSCRIPTION]],
    ['a single subscription of the Public API', { data: { subscription: SUBSCRIPTION } }],
    ['an answer of the Public API', { data: { subscriptions: [SUBSCRIPTION], pagination: { totalEntries: 1 } } }],
    ['attributes of Terraform', [RESOURCE]],
    ['settings of Terraform that are not a text', [{ ...RESOURCE, settings: PURCHASE.mapping }]],
    ['JSON configuration of Terraform', { resource: { segment_destination_subscription: { purchases: RESOURCE } } }],
    [
      'a state of Terraform',
      {
        version: 4,
        resources: [
          { type: 'segment_source', instances: [{ attributes: { name: 'Shop', enabled: true, settings: '{}' } }] },
          { type: 'segment_destination_subscription', instances: [{ attributes: RESOURCE }] }
        ]
      }
    ],
    [
      'a plan of Terraform',
      { values: { root_module: { resources: [{ type: 'segment_destination_subscription', values: RESOURCE }] } } }
    ]
  ])('are read: %s', (_form, document) => {
    expect(checkMappings(document)).toEqual({ mappings: [PURCHASE], faults: [] })
  })

  it('leaves out what is disabled in each of them', () => {
    const off = { ...SUBSCRIPTION, name: 'Off', enabled: false }
    expect(checkMappings({ data: { subscriptions: [off, SUBSCRIPTION] } }).mappings).toEqual([PURCHASE])
  })

  it('take keys that Segment adds to a mapping for itself', () => {
    const mapping = { ...PURCHASE.mapping, __segment_internal_sync_mode: 'add' }
    expect(checkMappings([{ ...PURCHASE, mapping }]).faults).toEqual([])
  })

  it.each<[what: string, document: unknown, pointer: string, message: string]>([
    ['in a list', [PURCHASE, { ...PURCHASE, name: '' }], '/1/name', 'mapping 2: "name" is not a text.'],
    [
      'in a subscription',
      { data: { subscriptions: [{ ...SUBSCRIPTION, trigger: 'event = "x' }] } },
      '/data/subscriptions/0/trigger',
      'mapping 1: "trigger" is not valid FQL. Reason: unterminated string.'
    ],
    [
      'in settings',
      [{ ...SUBSCRIPTION, settings: { event: 'Purchase', 'a/b~c': 1 } }],
      '/0/settings/a~1b~0c',
      'mapping 1: "settings.a/b~c" is not a field of the action.'
    ],
    [
      'an action',
      [{ ...SUBSCRIPTION, actionSlug: 'reportWebEvents' }],
      '/0/actionSlug',
      'is unknown: use reportWebEvent.'
    ],
    ['settings that are no JSON', [{ ...RESOURCE, settings: '{' }], '/0/settings', '"settings" is not an object.'],
    ['a missing trigger', [{ ...SUBSCRIPTION, trigger: undefined }], '/0/trigger', '"trigger" is not a text.'],
    [
      'a misspelled key',
      [{ ...PURCHASE, subscribe: undefined, subcribe: 'x' }],
      '/0/subscribe',
      'Did you mean "subscribe" by "subcribe"?'
    ],
    ['a misspelled switch', [{ ...PURCHASE, enable: false }], '/0/enabled', '"enabled" is written "enable".']
  ])('have faults with a place and the name that the file uses: %s', (_what, document, pointer, message) => {
    expect(checkMappings(document).faults).toEqual([{ pointer, message: expect.stringContaining(message) }])
  })
})

it('lists all faults of a file, in the order of the file', () => {
  const document = [
    { ...PURCHASE, subscribe: 'event = "A" or', mapping: { evnt: 'Purchase', value: 'many' } },
    { ...PURCHASE, mapping: { event: 'Purchase', emial: { '@path': '$.properties.email' } } }
  ]
  expect(checkMappings(document).faults.map(({ pointer }) => pointer)).toEqual([
    '/0/subscribe',
    '/0/mapping/evnt',
    '/0/mapping/value',
    '/0/mapping/event',
    '/1/mapping/emial'
  ])
})

const faultsOf = (mapping: object) =>
  checkMappings([{ ...PURCHASE, mapping: { event: 'Purchase', ...mapping } }]).faults.map(
    ({ pointer, message }) => `${pointer.replace('/0/mapping', '')} ${message.replace(/^mapping 1: "[^"]*" /, '')}`
  )

const path = (text: string) => ({ '@path': text })
const template = (text: string) => ({ '@template': text })

describe('field names', () => {
  it.each([
    ['eventId', 'event_id'],
    ['event_ID', 'event_id'],
    ['phone', 'phone_number'],
    ['email_address', 'email'],
    ['emial', 'email'],
    ['external_ids', 'external_id'],
    ['curency', 'currency'],
    ['userAgent', 'user_agent']
  ])('that are unknown come with the nearest known one: %s', (wrong, right) => {
    expect(faultsOf({ [wrong]: path('$.x') })).toEqual([
      `/${wrong} is not a field of the action. Did you mean "${right}"?`
    ])
  })

  it('that resemble none come without', () => {
    expect(faultsOf({ favourite: path('$.x') })).toEqual(['/favourite is not a field of the action.'])
  })

  it.each<[what: string, mapping: object, fault: string]>([
    [
      'an object',
      { address: { zipcode: path('$.x') } },
      '/address/zipcode is not a key of the field. Did you mean "zip_code"?'
    ],
    [
      'products',
      { contents: { '@arrayPath': ['$.properties.products', { contentId: path('$.sku') }] } },
      '/contents/@arrayPath/1/contentId is not a key of the field. Did you mean "content_id"?'
    ]
  ])('are checked in %s, too', (_what, mapping, fault) => {
    expect(faultsOf(mapping)).toEqual([fault])
  })
})

describe('fields that tell events, people, orders and leads apart', () => {
  const FIELDS = ['event_id', 'external_id', 'email', 'phone_number', 'ttclid', 'ttp', 'lead_id', 'order_id', 'ip']
  const SAME = 'is the same for all events'

  it.each(FIELDS)('refuse a text with braces, which would be sent as that text: %s', (field) => {
    const fault = `/${field} is the text "{{messageId}}": to fill it in, write { "@template": "{{messageId}}" }.`
    expect(faultsOf({ [field]: '{{messageId}}' })).toEqual([fault])
  })

  it.each(FIELDS)('refuse a constant, in any form: %s', (field) => {
    const constants = [
      'purchase-1',
      17,
      template('purchase'),
      { '@literal': 'a' },
      { '@case': { operator: 'lower', value: 'A' } }
    ]
    for (const constant of constants) {
      expect(faultsOf({ [field]: constant })).toEqual([expect.stringContaining(SAME)])
    }
  })

  it.each<[what: string, value: unknown, place: string]>([
    ['a list', [path('$.userId'), 'guest'], '/external_id/1'],
    [
      'the other branch',
      { '@if': { exists: path('$.userId'), then: path('$.userId'), else: 'guest' } },
      '/external_id/@if/else'
    ],
    ['a branch', { '@if': { blank: path('$.userId'), then: 'member' } }, '/external_id/@if/then']
  ])('refuse a constant in %s', (_what, external_id, place) => {
    expect(faultsOf({ external_id })).toEqual([expect.stringContaining(`${place} ${SAME}`)])
  })

  it.each([
    ['order-{{properties.order_id}}', 'order-', 'properties.order_id'],
    ['{{properties.user}}@example.com', '@example.com', 'properties.user'],
    ['{{properties.a}}_v2_{{properties.b}}', '_v2_', 'properties.a and properties.b']
  ])('refuse a template whose fixed part would be left: %s', (text, left, paths) => {
    const [fault] = faultsOf({ event_id: template(text) })
    expect(fault).toContain(`/event_id would be "${left}" for every event without ${paths}: write { "@if": `)
  })

  it.each<[what: string, value: unknown]>([
    ['a path', path('$.messageId')],
    ['a template that is nothing but values', template('{{properties.order_id}}-{{properties.line}}')],
    ['a template with an ID that every event has', template('purchase-{{messageId}}')],
    [
      'a template behind its condition',
      { '@if': { exists: path('$.properties.order_id'), then: template('order-{{properties.order_id}}') } }
    ],
    ['a blank', ''],
    ['null', null]
  ])('take %s', (_what, event_id) => {
    expect(faultsOf({ event_id })).toEqual([])
  })

  it('refuse a template behind the condition of something else', () => {
    const value = { '@if': { exists: path('$.userId'), then: template('order-{{properties.order_id}}') } }
    expect(faultsOf({ event_id: value })).toEqual([expect.stringContaining('/event_id/@if/then would be "order-"')])
  })
})

describe('texts that were meant to be filled in', () => {
  it.each<[field: string, value: unknown, problem: string]>([
    ['value', '$.properties.revenue', 'write { "@path": "$.properties.revenue" }.'],
    ['description', 'properties.name', 'write { "@path": "$.properties.name" }.'],
    ['url', 'context.page.url', 'write { "@path": "$.context.page.url" }.'],
    ['description', template('$.properties.name'), 'write { "@path": "$.properties.name" }.'],
    ['query', '{{properties.query}}', 'write { "@template": "{{properties.query}}" }.'],
    ['event_id', template('{{$.messageId}}'), 'finds nothing at "$.messageId": write "{{messageId}}".'],
    ['query', path('{{properties.query}}'), 'is not a path of an event: begin it with "$.".'],
    ['query', path('$properties.query'), 'is not a path of an event: begin it with "$.".']
  ])('are found in any field: %s %j', (field, value, problem) => {
    expect(faultsOf({ [field]: value })).toEqual([expect.stringContaining(problem)])
  })
})

describe('constants that can never be valid', () => {
  it.each<[mapping: object, place: string]>([
    [{ event: 'Order Completed!' }, '/event can never be sent: Event Name'],
    [{ event: template('Order Completed!') }, '/event can never be sent: Event Name'],
    [{ event_source: 'app' }, '/event_source can never be sent: Event Source is neither Web nor CRM'],
    [{ currency: 'US Doubloons' }, '/currency can never be sent: Currency'],
    [{ timestamp: 'now' }, '/timestamp can never be sent: Event Timestamp'],
    [{ limited_data_use: 'perhaps' }, '/limited_data_use can never be sent: Limited Data Use must be a boolean'],
    [{ content_type: 'sku' }, '/content_type can never be sent: Content Type is not a value of its kind'],
    [{ address: 'Germany' }, '/address can never be sent: Address must be an object'],
    [
      { vehicle_fields: { fuel_type: 'Petrol', make: path('$.properties.make') } },
      '/vehicle_fields/fuel_type can never be sent: Fuel Type is not a value of its kind'
    ],
    [
      {
        currency: {
          '@if': { exists: path('$.properties.currency'), then: path('$.properties.currency'), else: 'Points' }
        }
      },
      '/currency/@if/else can never be sent: Currency'
    ]
  ])('are found before the first event: %j', (mapping, fault) => {
    expect(faultsOf(mapping)).toEqual([expect.stringContaining(fault)])
  })

  it.each<[mapping: object]>([
    [{ event: 'purchase', event_source: 'crm', lead_id: path('$.properties.lead_id') }],
    [{ currency: 'usd', value: '12.50', batch_size: 500, enable_batching: 'true' }],
    [{ limited_data_use: true }],
    [{ timestamp: '2026-11-22T10:00:00Z' }],
    [{ contents: [{ content_id: path('$.properties.sku'), quantity: 1 }], content_type: 'product' }],
    [{ vehicle_fields: { fuel_type: 'Hybrid' }, event_spec_type: 'vehicle' }],
    [{ description: 'A template without braces is a constant.', query: template('tents') }],
    [{ batch_keys: ['event_source', 'test_event_code'] }]
  ])('are not mistaken for those that can: %j', (mapping) => {
    expect(faultsOf(mapping)).toEqual([])
  })
})

it('finds no fault in the presets', () => {
  expect(checkMappings(presetMappings()).faults).toEqual([])
})
