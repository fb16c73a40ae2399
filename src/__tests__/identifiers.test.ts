import { presets } from '../presets'
import { buildEvent } from '../reportWebEvent/event'
import { withOriginalNumbers } from '../reportWebEvent/event/exact'
import type { Payload } from '../reportWebEvent/generated-types'
import { hash } from '../reportWebEvent/hash'
import { LeftOutList } from '../reportWebEvent/left-out'
import { readIdentifier, readIdentifiers, readTexts } from '../reportWebEvent/read/text'
import { sha256 } from '../reportWebEvent/sha256'

const NOW = Date.parse('2026-11-22T10:00:00Z')

/** The client ID of Google Analytics 1234567890.1600000001, of which JavaScript has lost the last digits. */
const ROUNDED_DECIMAL = 1234567890.16

function build(payload: object) {
  const leftOut = new LeftOutList()
  const other_sources = { fields: Object.keys(presets[1].mapping as object) }
  const event = buildEvent({ event: 'Purchase', other_sources, ...payload } as never, NOW, { warn: leftOut.warn })
  return { event, leftOut: leftOut.list }
}

describe('the identifiers of a value', () => {
  it.each<[value: unknown, ids: string[]]>([
    ['a', ['a']],
    [7, ['7']],
    [{ id: 'a', role: 'admin' }, ['a']],
    [{ value: 'a', source: 'crm' }, ['a']],
    [{ role: 'admin', userId: 'a' }, ['a']],
    [{ id: null, value: 'a' }, ['a']],
    [{ role: 'admin' }, []],
    [{ id: { $oid: 'a' }, collection: 'users' }, ['a']],
    [{ S: 'a' }, ['a']],
    [
      ['a', 'b'],
      ['a', 'b']
    ],
    [
      [
        { id: 'a', type: 'x' },
        { id: 'b', type: 'y' }
      ],
      ['a', 'b']
    ],
    [{ 0: { id: 'a' }, 1: { id: 'b' } }, ['a', 'b']],
    ['{"id":"a","role":"admin"}', ['a']],
    ['["a","b"]', ['a', 'b']],
    ['{a}', ['{a}']],
    [
      [
        { id: 'u', type: 'user_id', collection: 'users', encoding: 'none' },
        { id: 't', type: 'tiktokExternalId' }
      ],
      ['t']
    ],
    [
      [
        { id: 'jane@example.com', type: 'email' },
        { id: 'u', type: 'user_id' }
      ],
      ['u']
    ],
    [ROUNDED_DECIMAL, []],
    [0.30000000000000004, []],
    [2 ** 53, []],
    [12.5, ['12.5']],
    [[[[['a']]]], []],
    [false, []],
    [null, []]
  ])('%j are %j', (value, ids) => expect(readIdentifiers(value)).toEqual(ids))

  it('are read as one if there is one', () => {
    expect(readIdentifier({ id: 'a', name: 'An order' })).toBe('a')
    expect(readIdentifier(['a', 'b'])).toBeUndefined()
  })

  it('identify a person, and no role or collection does', () => {
    const external_id = [{ id: 'u-1', role: 'admin', collection: 'users' }]
    expect(build({ external_id }).event.user?.external_id).toEqual([sha256('u-1')])
    expect(build({ external_id: [{ role: 'admin' }] }).event.user).toBeUndefined()
  })

  it.each<[order_id: unknown, sent: string]>([
    [{ id: 'A-1', name: 'An order' }, 'A-1'],
    [{ name: '#1001' }, '#1001'],
    [['A-1'], 'A-1']
  ])('identify the order %j', (order_id, sent) => expect(build({ order_id }).event.properties?.order_id).toBe(sent))
})

describe('a decimal number that JavaScript rounded', () => {
  it('is left out, as a whole one is', () => {
    const { event, leftOut } = build({ external_id: [ROUNDED_DECIMAL], order_id: ROUNDED_DECIMAL })
    expect(event.user).toBeUndefined()
    expect(leftOut).toEqual([
      { field: 'external_id', reason: 'not_exact' },
      { field: 'order_id', reason: 'not_exact' }
    ])
  })

  it('is found again where actions-core made it a text', () => {
    const payload = { event: 'Purchase', order_id: '1234567890.16', event_id: '1234567890.17' } as Payload
    const rawData = [{ properties: { order: [null, undefined, ROUNDED_DECIMAL] } }]
    expect(withOriginalNumbers(payload, rawData)).toMatchObject({
      order_id: ROUNDED_DECIMAL,
      event_id: '1234567890.17'
    })
    expect(withOriginalNumbers(payload, [undefined])).toEqual(payload)
    const external_id = ['1234567890.16', 'u-1', '1234567890.16']
    const ids = [ROUNDED_DECIMAL, 'u-1', ROUNDED_DECIMAL]
    expect(withOriginalNumbers({ ...payload, external_id }, rawData).external_id).toEqual(ids)
  })
})

it('leaves out the digest of a word for nobody', () => {
  for (const word of ['ゲスト', 'consumidor final', 'nãoinformado', 'tamu']) {
    expect(hash(sha256(word), (same) => same)).toBeUndefined()
  }
  expect(hash(sha256('guest'), (same) => same)).toBe(sha256('guest'))
})

it('reads no value of a key that actions-core drops', () => {
  expect(readTexts(JSON.parse('{ "__proto__": "jane@example.com", "home": "joe@example.com" }'))).toEqual([
    'joe@example.com'
  ])
})
