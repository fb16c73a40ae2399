import { buildEvent } from '../reportWebEvent/event'
import { findProducts } from '../reportWebEvent/event/find-products'
import { isAbsent, readText, readTexts } from '../reportWebEvent/read/text'
import { unwrap } from '../reportWebEvent/read/wrapper'

const NOW = Date.parse('2026-11-22T10:00:00Z')

describe('a value is read out of the object that names its type', () => {
  it.each<[format: string, wrapped: object, text: string]>([
    ['Avro', { double: 61.5 }, '61.5'],
    ['Avro', { long: 61 }, '61'],
    ['Avro', { string: ' A-1 ' }, 'A-1'],
    ['Avro', { 'com.example.Order': { id: 'A-1' } }, 'A-1'],
    ['MongoDB', { $numberDecimal: '61.50' }, '61.50'],
    ['MongoDB', { $numberLong: '61' }, '61'],
    ['MongoDB', { $oid: '507f1f77bcf86cd799439011' }, '507f1f77bcf86cd799439011'],
    ['MongoDB', { $date: { $numberLong: '1795341600000' } }, '1795341600000'],
    ['DynamoDB', { N: '61.5' }, '61.5'],
    ['DynamoDB', { S: 'A-1' }, 'A-1'],
    ['DynamoDB', { M: { id: { S: 'A-1' } } }, 'A-1'],
    ['DynamoDB', { L: [{ S: 'A-1' }] }, 'A-1'],
    ['BigQuery', { value: '61.5' }, '61.5'],
    ['Google Analytics', { double_value: 61.5 }, '61.5'],
    ['Google Analytics', { string_value: 'A-1', int_value: null, float_value: null, double_value: null }, 'A-1'],
    ['Firestore', { doubleValue: 61.5 }, '61.5'],
    ['Firestore', { arrayValue: { values: [{ stringValue: 'A-1' }] } }, 'A-1'],
    ['Firestore', { _seconds: 1795341600, _nanoseconds: 0 }, '1795341600'],
    ['Protocol Buffers', { nanos: 0, seconds: '1795341600' }, '1795341600']
  ])('of %s: %j', (_format, wrapped, text) => expect(readText(wrapped)).toBe(text))

  it.each<[value: object]>([
    [{ S: 3 }],
    [{ N: 61.5 }],
    [{ L: 'large' }],
    [{ M: 2 }],
    [{ S: 'a', M: 'b' }],
    [{ double: 61.5, unit: 'kg' }],
    [{ double: [61.5] }],
    [{ seconds: 5 }],
    [{ seconds: 5, minutes: 3 }],
    [{ values: ['a'] }],
    [{ fields: { id: 'a' } }],
    [{ NULL: false }],
    [{ 'example.com': 'a' }],
    [{}]
  ])('but not out of %j', (value) => expect(unwrap(value)).toBe(value))

  it('no deeper than typed formats go', () => {
    const nested = { M: { M: { M: { M: { M: { M: { S: 'a' } } } } } } }
    expect(unwrap(nested)).toEqual({ M: { S: 'a' } })
  })

  it('of a list', () => expect(readTexts({ SS: ['jane@example.com'] })).toEqual(['jane@example.com']))

  it.each([{ NULL: true }, { string: '' }, { string_value: null, int_value: null }])(
    'of %j, which is absent',
    (value) => expect(isAbsent(value)).toBe(true)
  )

  it('of products', () => {
    const products = [{ product_id: { S: 'P1' }, price: { N: '61.5' } }]
    const wrapped = { L: products.map((product) => ({ M: product })) }
    expect(findProducts(wrapped)).toEqual(products)
    expect(findProducts(products[0])).toEqual(products)
  })

  it('in every part of an event', () => {
    const payload = {
      event: 'Purchase',
      timestamp: undefined,
      other_sources: {
        properties: { map: { revenue: { double: 61.5 }, currency: { string: 'USD' } } },
        traits: [{ M: { address: { M: { country: { S: 'DE' } } } } }],
        times: [{ $date: { $numberLong: '1795341600000' } }]
      }
    }
    expect(buildEvent(payload as never, NOW)).toEqual({
      event: 'Purchase',
      event_time: 1795341600,
      properties: { value: 61.5, currency: 'USD' },
      user: { country: 'de' }
    })
  })
})
