import fc from 'fast-check'
import { findAllFaults, SANDBOX_ACCESS_TOKEN, SANDBOX_PIXEL_CODE } from '../../sandbox'
import { runsOf } from '../__helpers__/runs'
import { envelope, event, good, HEADERS, READ_ONLY_PIXEL, sandbox, send } from './fixture'

const access = {
  accessToken: SANDBOX_ACCESS_TOKEN,
  pixelCode: SANDBOX_PIXEL_CODE,
  readOnlyPixels: [READ_ONLY_PIXEL]
}
const find = (body: unknown, token = SANDBOX_ACCESS_TOKEN) => findAllFaults(token, body, access)
const messages = (body: unknown) => find(body).map(({ message }) => message)

describe('all faults of a request', () => {
  it('are none if it would be accepted', () => {
    expect(find(good)).toEqual([])
  })

  it('come in the order of TikTok, each with its code, message and key', () => {
    const body = {
      partner_name: 'x',
      event_source: 'Web',
      event_source_id: READ_ONLY_PIXEL,
      test_event_code: '',
      data: [
        { ...event, user: { email: 'jane@example.com', ip: '10.0.0.1' }, properties: { num_items: '2', value: null } },
        { event: 'Purchase' }
      ]
    }
    const path = 'event_source_id'
    expect(find(body, '')).toEqual([
      { code: 40104, message: 'Access token is empty.' },
      { code: 40063, message: 'partner_name: Not registered.', path: 'partner_name' },
      { code: 40002, message: 'event_source: Not a valid choice: web, crm, app, offline.', path: 'event_source' },
      { code: 40002, message: 'test_event_code: Blank: leave the key out.', path: 'test_event_code' },
      { code: 40001, message: expect.stringContaining('No permission'), path },
      ...[
        ['data.0.properties.value', 'Blank: leave the key out.'],
        ['data.0.user.ip', 'Not a valid public IPv4 or IPv6 address.'],
        ['data.0.properties.num_items', 'Not a valid integer.'],
        ['data.1.event_time', 'Missing.']
      ].map(([path, reason]) => ({ code: 40002, message: `${path}: ${reason}`, path })),
      { code: 40062, message: 'data.0.user.email: Not a SHA-256 digest in lower-case hex.', path: 'data.0.user.email' }
    ])
  })

  it.each<[string, unknown, string[]]>([
    ['no JSON', undefined, ['The body is not a JSON object with Content-Type application/json.']],
    [
      'an unknown pixel and no events',
      { ...good, event_source_id: 'x', data: [] },
      ['event_source_id: No such pixel.', 'data: Empty.']
    ],
    [
      'a key that is blank and of another type',
      { ...good, data: [{ ...event, event_id: [] }] },
      ['data.0.event_id: Blank: leave the key out.']
    ],
    [
      'an event that is not an object',
      { ...good, data: ['x', event, 1] },
      ['data.0: Not a valid object.', 'data.2: Not a valid object.']
    ],
    [
      'an object as event source',
      { ...good, event_source: { toString: 1 } },
      ['event_source: Not a valid choice: web, crm, app, offline.']
    ],
    [
      'a name of Object.prototype as event source',
      { ...good, event_source: 'constructor' },
      ['event_source: Not a valid choice: web, crm, app, offline.']
    ],
    [
      'personal values among other faults',
      { ...good, data: [{ ...event, user: { phone: ['+12025550100', 1] } }] },
      [
        'data.0.user.phone: Not a valid string or list of strings.',
        'data.0.user.phone: Not a SHA-256 digest in lower-case hex.'
      ]
    ],
    [
      'more than 1,000 events',
      { ...good, data: [...Array(1000).fill(event), { ...event, event_id: 1 }] },
      ['data: More than 1000 events.', 'data.1000.event_id: Not a valid string.']
    ]
  ])('of %s', (_, body, expected) => {
    expect(messages(body)).toEqual(expected)
  })

  it('never show a key that can be a personal value', () => {
    const properties = {
      'jane@example.com': '',
      '12025550100': null,
      [`a${'b'.repeat(50)}`]: [],
      deep: [{ 'a b': '' }]
    }
    expect(messages({ ...good, data: [{ ...event, properties }] })).toEqual([
      'data.0.properties.<key>: Blank: leave the key out.',
      'data.0.properties.deep.0.<key>: Blank: leave the key out.'
    ])
  })

  it('begin with the one that the sandbox answers', async () => {
    const value = fc.oneof(
      fc.constantFrom(null, '', ' ', 'x', 1, 1.5, true, [], [''], ['x'], {}, { a: null }),
      fc.json()
    )
    const override = (keys: string[]) => fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 2 })
    const events = fc.array(
      fc
        .tuple(
          override(Object.keys(event).concat('page', 'lead', 'limited_data_use', 'other')),
          override(['email', 'phone', 'ip', 'city']),
          override(['value', 'currency', 'contents', 'content_type', 'make', 'customer_type'])
        )
        .map(([keys, user, properties]) => ({ ...event, user, properties, ...keys })),
      { maxLength: 3 }
    )
    const token = fc.constantFrom(...Array(9).fill(SANDBOX_ACCESS_TOKEN), '', 'x')
    const source = fc.constantFrom('web', 'web', 'app', 'crm', 'offline', 'x')
    const top = fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, override(Object.keys(envelope).concat('data')))

    await fc.assert(
      fc.asyncProperty(token, source, events, top, async (token, event_source, data, keys) => {
        const body = { ...envelope, event_source, data, ...keys }
        const response = await send(body, { headers: { ...HEADERS, 'Access-Token': token } })
        const [first = { code: 0, message: 'OK' }] = find(JSON.parse(JSON.stringify(body)), token)
        const { code, message } = first
        expect(await response.json()).toMatchObject({ code, message })
      }),
      { numRuns: runsOf(100), seed: 1 }
    )
    expect(sandbox.totals.accepted + sandbox.totals.duplicates).toBeGreaterThan(0)
    expect(sandbox.totals.rejected).toBeGreaterThan(50)
  })
})
