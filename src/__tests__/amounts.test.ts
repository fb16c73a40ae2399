import { presets } from '../presets'
import { buildEvent } from '../reportWebEvent/event'
import { mappedFields } from '../reportWebEvent/event/fallbacks'
import type { LeftOut } from '../reportWebEvent/left-out'
import { LeftOutList } from '../reportWebEvent/left-out'
import { readMoney } from '../reportWebEvent/read/money'
import { readNumber } from '../reportWebEvent/read/number'
import { readText } from '../reportWebEvent/read/text'
import type { TikTokProperties } from '../reportWebEvent/types'
import { prepareTests, runBatch, standInForTikTok, WAYS } from './__helpers__/tiktok'

prepareTests()

const NOW = Date.parse('2026-11-22T10:00:00Z')
const PLACE_AN_ORDER = Object.keys(presets[1].mapping as object)

/** Builds an event from a payload, as a mapping of all fields of the preset makes it. */
function build(
  payload: object,
  other_sources: object = {},
  fields: readonly string[] = PLACE_AN_ORDER
): { properties?: TikTokProperties; leftOut?: LeftOut[] } {
  const leftOut = new LeftOutList()
  const mapped = mappedFields(Object.fromEntries(fields.map((field) => [field, ''])))
  const options = { warn: leftOut.warn, mapped }
  const { properties } = buildEvent({ event: 'Purchase', other_sources, ...payload } as never, NOW, options)
  return { properties: properties as TikTokProperties, leftOut: leftOut.list }
}

const priced = (...prices: unknown[]) => prices.map((price, index) => ({ content_id: `P${index}`, price }))

it.each([
  [[0.1, 0.2], 0.3],
  [[1.00005], 1.0001],
  [[1e12, 0.1], 1_000_000_000_000.1],
  [[1e15, 0.3], 1e15 + 0.3]
])('adds the prices %j up to a value with at most four decimals', (prices, value) => {
  expect(build({ currency: 'USD', contents: priced(...prices) }).properties?.value).toBe(value)
})

describe('an amount', () => {
  it.each<[text: unknown, number: number, currency?: string]>([
    ['$12.50 USD', 12.5, 'USD'],
    ['USD$12.50', 12.5, 'USD'],
    ['12 US Dollars', 12, 'USD'],
    ['Rs. 1,234.50', 1234.5],
    ['100 kr.', 100],
    ['CHF 12.-', 12, 'CHF'],
    ['$.50', 0.5],
    ['12,50 руб.', 12.5, 'RUB'],
    ['1’234.50', 1234.5],
    ['12,34,567', 1234567],
    ['0.125', 0.125],
    ['1234.567', 1234.567],
    ['12.5000', 12.5],
    ['١٢٫٥٠', 12.5],
    ['৳১,২৩৪', 1234, 'BDT'],
    ['๑,๒๙๐ บาท', 1290, 'THB'],
    ['१२.५०', 12.5],
    ['"12.50"', 12.5],
    ['(12.50)', -12.5],
    ['−5', -5],
    ['5-', -5],
    ['{"amount":"12.50","currency":"EUR"}', 12.5, 'EUR'],
    [[{ double: 12.5 }], 12.5],
    [{ value: { N: '12.5' }, currency: { S: 'EUR' } }, 12.5, 'EUR'],
    [{ amount: '$12.50', currency: 'USD' }, 12.5, 'USD']
  ])('is read from %p', (text, number, ...currency) =>
    expect(readMoney(text, {})).toEqual({ number, currency: currency[0] })
  )

  it.each<[currency: string, text: unknown, number: number]>([
    ['IDR', '150.000', 150_000],
    ['IDR', 'Rp 150.000', 150_000],
    ['IDR', '1.250.000,00', 1_250_000],
    ['IDR', '150000.00', 150_000],
    ['VND', '350.000 ₫', 350_000],
    ['VND', '-350.000 đ', -350_000],
    ['JPY', '¥12,800', 12_800],
    ['JPY', '12,800円', 12_800],
    ['KRW', '45,000원', 45_000],
    ['CLP', '$12.990', 12_990],
    ['COP', '12.990', 12_990],
    ['TWD', 'NT$1,290', 1290],
    ['HUF', '12 990 Ft', 12_990],
    ['IQD', '25,000', 25_000],
    ['THB', '฿1,290', 1290],
    ['USD', '$1,234', 1234],
    ['USD', '1,234', 1234],
    ['USD', 'US$ 1,234', 1234],
    ['EUR', '1.234 €', 1234],
    ['BRL', 'R$ 1.234', 1234],
    ['TRY', '1.234 TL', 1234],
    ['PHP', '₱1,234', 1234],
    ['MYR', 'RM1,234', 1234],
    ['KWD', '7.250', 7.25],
    ['BHD', 'BD 7.250', 7.25],
    ['OMR', '7.250 ر.ع.', 7.25],
    ['KWD', '1,250.500', 1250.5],
    ['EGP', '£1,250', 1250],
    ['EUR', { amount: '5', currency: 'eur' }, 5]
  ])('in %s is read from %j', (currency, text, number) => expect(readMoney(text, { currency })).toEqual({ number }))

  it.each<[text: unknown, currency: string | undefined]>([
    ['1.234', undefined],
    ['1,234', undefined],
    ['-1.234', undefined],
    ['-1,234', undefined],
    ['1.234', 'USD'],
    ['1.234', 'EUR'],
    ['7,250', 'KWD'],
    ['7,250 د.ت', 'TND'],
    ['1.234 دينار', undefined],
    [{ amount: '1.234', currency: 'USD' }, undefined],
    ['{"value":"1.234","currency":"USD"}', undefined]
  ])('can be a thousand times as much in %p (%s)', (text, currency) =>
    expect(readMoney(text, { currency })).toMatchObject({ thousands: expect.any(Number) })
  )

  it('without a currency is in thousands behind a sign of currencies that have no thousandths', () => {
    expect(readMoney('$1.234', {})).toEqual({ number: 1234 })
    expect(readMoney('1.234 kr', {})).toEqual({ number: 1234 })
    expect(readMoney('¥12,800', { country: () => 'jp' })).toEqual({ number: 12_800, currency: 'JPY' })
  })

  it('that is a number is not in thousands', () => {
    expect(readMoney(1.234, { currency: 'IDR' })).toEqual({ number: 1.234 })
    expect(readMoney({ amount: 1.234, currency: 'IDR' }, {})).toEqual({ number: 1.234, currency: 'IDR' })
  })

  it.each([
    '1.2,3.4',
    '1,2 3',
    '1,2,345',
    '1.2,3.4,5',
    '2 pcs',
    '3 for',
    '12.50 BTC',
    '12.50 USD EUR',
    '12.50%',
    '1_000',
    `1 ${'0'.repeat(60)}`,
    '12,34.5',
    '1 2 3',
    '1万円',
    '12⁹⁹ €',
    '12½',
    '',
    true,
    null,
    1 / 0,
    [1, 2],
    { amount: 1250, currency: 'USD' },
    { a: { b: 5 } },
    [[[[[5]]]]]
  ])('is not guessed from %p', (text) => expect(readMoney(text, {})).toBe('not_a_number'))

  it.each<[text: unknown, currency: string, problem: string]>([
    ['$12.50', 'EUR', 'other_currency'],
    ['12 kr', 'USD', 'other_currency'],
    [{ amount: '12.50', currency: '$' }, 'EUR', 'other_currency'],
    [{ amount: '12.50', currency: 'points' }, 'EUR', 'unknown_currency']
  ])('%j is not one of %s', (text, currency, problem) => expect(readMoney(text, { currency })).toBe(problem))

  it.each<[text: string, number: unknown]>([
    ['1.500', 1.5],
    ['1e400', 'not_a_number'],
    ['1,500', 'ambiguous'],
    ['2 pcs', 'not_a_number'],
    ['2,5', 2.5]
  ])('that is none, such as the quantity %p, is %p', (text, number) => expect(readNumber(text)).toBe(number))

  it.each<[money: object, text: string | undefined]>([
    [{ amount: '12.50', currency: 'EUR' }, '12.50 EUR'],
    [{ value: 12.5, currency_code: 'EUR' }, '12.5 EUR'],
    [{ amount: 61.5, currencyCode: { S: 'USD' } }, '61.5 USD'],
    [{ amount: '1.234', currency: 'EUR' }, '{"value":"1.234","currency":"EUR"}'],
    [{ amount: { double: 1.234 }, currency: 'EUR' }, '{"value":1.234,"currency":"EUR"}'],
    [{ amount: 1250, currency: 'eur' }, undefined]
  ])('of %j, which may count cents, is read as the text %p', (money, text) => expect(readText(money)).toBe(text))
})

describe('an amount that may be in thousands', () => {
  it.each<[what: string, payload: object, sources: object, value: number | undefined]>([
    ['by the products', { value: '1.234', contents: priced(600, '600.00') }, {}, 1234],
    ['by the products', { value: '1.234', contents: priced(1.2) }, {}, 1.234],
    ['by another total', { value: '1.234' }, { properties: { total: 1300 } }, 1234],
    ['by the number that it was', { value: '1.234' }, { properties: { total: 1.234 } }, 1.234],
    [
      'by a sure total behind a doubtful one',
      { value: '1.234' },
      { properties: { total: '1.240', amount: 1300 } },
      1234
    ],
    ['by another total than the first', {}, { properties: { revenue: '1.234', total: 1300 } }, 1234],
    ['by nothing', { value: '1.234' }, {}, undefined],
    ['by nothing near it', { value: '1.234', contents: priced(40) }, {}, 40],
    ['by nothing near it', { value: '1.234' }, { properties: { total: 40 } }, 40],
    ['by nothing sure', { value: '1.234', contents: priced('1.234') }, {}, undefined],
    ['by no amount in another currency', { value: '1.234' }, { properties: { total: '1300 EUR' } }, 1300],
    ['by the second total of two', {}, { properties: { value: '1.234', total: 1300 } }, 1234],
    ['by no products in another currency', { value: '1.234', contents: priced('1300 EUR') }, {}, 1300]
  ])('is decided %s', (_what, payload, sources, value) => {
    expect(build({ currency: 'USD', ...payload }, sources).properties?.value).toBe(value)
  })

  it('is dropped with a warning if nothing decides', () => {
    const { properties, leftOut } = build({ currency: 'USD', value: '1.234', contents: priced('1.234') })
    expect(properties).toMatchObject({ currency: 'USD', contents: [{ content_id: 'P0' }] })
    expect(properties?.contents?.[0].price).toBeUndefined()
    expect(leftOut).toEqual([
      { field: 'contents.price', reason: 'ambiguous' },
      { field: 'value', reason: 'ambiguous' }
    ])
  })

  it.each<[total: number, prices: unknown[], read: unknown[]]>([
    [2500, ['1.234', '1.250'], [1234, 1250]],
    [2.5, ['1.234', '1.250'], [1.234, 1.25]],
    [1300, ['1.234', 50], [1234, 50]],
    [1300, ['1.234', 1000], [undefined, 1000]],
    [1300, ['1.234', undefined], [undefined, undefined]]
  ])('of products is decided by the total %p: %j', (value, prices, read) => {
    const { properties } = build({ currency: 'USD', value, contents: priced(...prices) })
    expect(properties?.contents?.map(({ price }) => price)).toEqual(read)
  })

  it.each(WAYS)('is the number that it was in the event, through %s', async (_name, run) => {
    const tiktok = standInForTikTok()
    const path = (key: string) => ({ '@path': `$.properties.${key}` })
    const mapping = {
      event: 'Purchase',
      timestamp: '2026-11-22T09:00:00Z',
      value: path('total'),
      currency: 'IDR',
      predicted_ltv: path('ltv'),
      contents: [
        { content_id: 'a', price: path('price') },
        { content_id: 'b', price: path('text') }
      ]
    }
    const properties = { total: 150.125, ltv: 150.125, price: 9.995, text: '9.994', others: [null, 'x', 9.99, '9.9'] }
    expect(await run({ properties }, mapping)).toBeUndefined()
    expect(tiktok.requests[0].data[0].properties).toMatchObject({
      value: 150.125,
      predicted_ltv: 150.125,
      contents: [{ price: 9.995 }, { price: 9994 }]
    })
  })
})

describe('a price keeps its currency', () => {
  it.each<[what: string, payload: object, properties: object, sent: [number | undefined, string | undefined]]>([
    ['a text', { currency: 'USD', contents: priced('Rp 1.250.000') }, {}, [1_250_000, 'IDR']],
    ['a text', { currency: 'USD', contents: priced('12800 JPY', '€5', '5 JPY') }, {}, [undefined, 'USD']],
    ['all texts', { currency: 'USD', contents: priced('€19.99', '1,01 EUR') }, {}, [21, 'EUR']],
    ['two texts', { contents: priced('50 EUR', '50 GBP') }, {}, [undefined, undefined]],
    ['some prices', { contents: priced('50 EUR', 50) }, {}, [undefined, undefined]],
    ['some prices', { currency: 'USD', contents: priced('50 EUR', '1.234') }, {}, [undefined, 'USD']],
    ['some prices', { currency: 'USD', contents: priced('50 EUR', 50) }, {}, [undefined, 'USD']],
    ['prices only', { contents: priced('50 EUR', '€50') }, {}, [100, 'EUR']],
    ['the same currency', { currency: 'EUR', contents: priced('50 EUR', 50) }, {}, [100, 'EUR']],
    [
      'a money object',
      { currency: 'USD', contents: priced({ amount: '50.00', currencyCode: 'EUR' }) },
      {},
      [50, 'EUR']
    ],
    ['a wrong sign', { currency: 'EUR', contents: priced('$50') }, {}, [undefined, 'EUR']],
    ['the value', { currency: 'USD', value: '59.90 EUR', contents: priced(59.9) }, {}, [59.9, 'EUR']],
    ['another price', { currency: 'USD', value: 60, contents: priced('59.90 EUR') }, {}, [60, 'USD']],
    ['the products', { value: 60, contents: priced('60 EUR') }, {}, [60, 'EUR']]
  ])('if it is named by %s: %j', (_what, payload, properties, [value, currency]) => {
    expect(build(payload, { properties }).properties).toMatchObject({ value, currency })
  })

  it.each<[products: object[], currency: string | undefined, sent: [number | undefined, string | undefined]]>([
    [
      [
        { id: 'P0', currency: 'EUR' },
        { id: 'P1', currency: 'eur' }
      ],
      'USD',
      [20, 'EUR']
    ],
    [
      [
        { id: 'P0', currency: 'EUR' },
        { id: 'P1', currency: 'GBP' }
      ],
      'USD',
      [undefined, 'USD']
    ],
    [[{ id: 'P0', currency: 'EUR' }, { id: 'P1' }], 'USD', [undefined, 'USD']],
    [
      [
        { id: 'P0', currency: 'USD' },
        { id: 'P1', currency: '$' }
      ],
      'USD',
      [20, 'USD']
    ],
    [
      [
        { id: 'P0', currency: 'N/A' },
        { id: 'P1', currency: '' }
      ],
      'USD',
      [20, 'USD']
    ],
    [[{ id: 'P0', currency: 'points' }, { id: 'P1' }], 'USD', [undefined, 'USD']],
    [
      [
        { id: 'P0', currency: 'EUR' },
        { id: 'P1', currency: 'EUR' }
      ],
      undefined,
      [20, 'EUR']
    ],
    [[{ id: 'P1', currency: 'EUR' }, { id: 'P2' }, { id: 'P0', currency: 'EUR' }], 'USD', [20, 'EUR']],
    [[{ id: 'P8', currency: 'EUR' }, { id: 'P1' }, { id: 'P0' }], 'USD', [20, 'USD']],
    [[{ M: { id: { S: 'P0' }, currency: { S: 'EUR' } } }, { id: 'P1', currency: 'EUR' }], 'USD', [20, 'EUR']]
  ])('if the products say so: %j beside %p', (products, currency, [value, expected]) => {
    const { properties } = build({ currency, contents: priced(10, '10') }, { properties: { products } })
    expect(properties).toMatchObject({ value, currency: expected })
  })

  it('of products without a price, too', () => {
    const contents = [{ content_id: 'a' }]
    const properties = { cart: { items: [{ id: 'a', currency: 'eur' }] } }
    expect(build({ value: 5, contents }, { properties }).properties).toMatchObject({ value: 5, currency: 'EUR' })
  })

  it('beside products that are none, and prices that are none', () => {
    const properties = { products: [null, { id: 'P0', currency: 'GBP' }] }
    const { leftOut } = build({ currency: 'USD', contents: priced('free') }, { properties })
    expect(leftOut).toContainEqual({ field: 'contents.price', reason: 'not_a_number' })
  })

  it('unless the price itself names another one than its product', () => {
    const properties = { products: [{ id: 'P0', currency: 'GBP' }] }
    expect(build({ currency: 'USD', contents: priced('50 EUR') }, { properties }).properties).toMatchObject({
      value: 50,
      currency: 'EUR'
    })
  })

  it('and says so', () => {
    const leftOut = (payload: object) => build({ currency: 'USD', ...payload }).leftOut
    expect(leftOut({ contents: priced('50 EUR') })).toEqual([{ field: 'currency', reason: 'ambiguous' }])
    expect(leftOut({ contents: priced('50 EUR', 50) })).toEqual([
      { field: 'value', reason: 'several_currencies' },
      { field: 'contents.price', reason: 'other_currency' }
    ])
    expect(leftOut({ value: '5 EUR', contents: priced(50) })).toEqual([
      { field: 'currency', reason: 'ambiguous' },
      { field: 'contents.price', reason: 'other_currency' }
    ])
  })

  it('or is not sent, with a product that has nothing else', () => {
    const contents = [{ price: '50 EUR' }, { content_id: 'a', price: 5 }]
    expect(build({ currency: 'USD', value: 5, contents }).properties?.contents).toEqual([{ content_id: 'a', price: 5 }])
    expect(build({ currency: 'USD', value: 5, contents: contents.slice(0, 1) }).properties).not.toHaveProperty(
      'contents',
      expect.anything()
    )
  })

  it.each<[ltv: unknown, sent: number | undefined]>([
    ['150.000', 150_000],
    ['Rp 150.000', 150_000],
    ['150 USD', undefined],
    ['many', undefined]
  ])('as the predicted value %p does', (predicted_ltv, sent) => {
    expect(build({ currency: 'IDR', predicted_ltv }).properties?.predicted_ltv).toBe(sent)
  })

  it('as a price range does', () => {
    const range = { preferred_price_range_min: '150.000', preferred_price_range_max: '200.000' }
    const vehicle = (currency: string) => build({ currency, event_spec_type: 'vehicle', vehicle_fields: range })
    expect(vehicle('IDR').properties).toMatchObject({ preferred_price_range: [150_000, 200_000] })
    expect(vehicle('USD').leftOut?.[0]).toEqual({
      field: 'vehicle_fields.preferred_price_range_min',
      reason: 'ambiguous'
    })
  })
})

describe('a currency that cannot be read', () => {
  it.each<[what: string, payload: object, sent: object, leftOut: string[]]>([
    ['costs the value', { value: 5 }, {}, ['currency not_a_currency', 'value unknown_currency']],
    ['costs the sum', { contents: priced(5) }, {}, ['currency not_a_currency', 'value unknown_currency']],
    ['costs no value that names one', { value: '5 EUR' }, { value: 5, currency: 'EUR' }, ['currency not_a_currency']],
    [
      'costs no prices that name one',
      { contents: priced('€5') },
      { value: 5, currency: 'EUR' },
      ['currency not_a_currency']
    ],
    ['costs nothing without an amount', {}, {}, ['currency not_a_currency']]
  ])('%s', (_what, payload, sent, expected) => {
    const { properties, leftOut } = build({ currency: 'points', order_id: 'A-1', ...payload })
    expect(properties).toMatchObject({ order_id: 'A-1', value: undefined, currency: undefined, ...sent })
    expect(leftOut?.map(({ field, reason }) => `${field} ${reason}`)).toEqual(expected)
  })

  it('costs prices beside a value in another one', () => {
    const { properties } = build({ currency: 'points', value: '5 EUR', contents: priced(5, '€5') })
    expect(properties?.contents).toEqual([{ content_id: 'P0' }, { content_id: 'P1', price: 5 }])
  })

  it('is the one of another key if its sign may mean that', () => {
    const properties = { currency_code: 'MXN' }
    expect(build({ currency: '$', value: 5 }, { properties }).properties).toMatchObject({ value: 5, currency: 'MXN' })
    expect(build({ currency: '€€', value: 5 }, { properties }).properties?.currency).toBeUndefined()
    expect(build({ currency: '£$', value: 5 }, { properties }).properties?.value).toBeUndefined()
  })

  it.each<[payload: object, currency: string | undefined]>([
    [{ address: { country: 'Japan' } }, 'JPY'],
    [{ locale: 'zh-CN' }, 'CNY'],
    [{ locale: 'en' }, undefined],
    [{ address: { country: 'Atlantis' }, locale: 'ja-JP' }, 'JPY'],
    [{}, undefined]
  ])('is decided by the country: ¥ with %j is %s', (payload, currency) => {
    expect(build({ currency: '¥', value: 5, ...payload }).properties?.currency).toBe(currency)
    expect(build({ value: '¥5', ...payload }).properties?.currency).toBe(currency)
  })

  it('is missing if it is a placeholder', () => {
    const { properties, leftOut } = build({ value: 5, currency: 'N/A' }, { properties: { currency_code: 'eur' } })
    expect(properties).toMatchObject({ value: 5, currency: 'EUR' })
    expect(leftOut).toEqual([{ field: 'currency', reason: 'placeholder' }])
  })
})

describe('what is calculated', () => {
  it('counts a missing quantity as one', () => {
    const contents = [
      { content_id: 'a', price: 5 },
      { content_id: 'b', price: 5, quantity: '2' }
    ]
    expect(build({ contents, currency: 'USD' }).properties).toMatchObject({ value: 15, num_items: 3 })
  })

  it.each([-1, '2 pcs', true])('is not calculated with the quantity %p', (quantity) => {
    const contents = [{ content_id: 'P1', price: 20, quantity }]
    const { properties } = build({ contents, currency: 'USD' })
    expect(properties).toMatchObject({ contents: [{ price: 20 }], value: undefined, num_items: undefined })
  })

  it('counts no half items', () => {
    const contents = [{ content_id: 'a', price: 5, quantity: '1.500' }]
    expect(build({ contents, currency: 'USD' }).properties).toMatchObject({ value: 7.5, num_items: undefined })
  })

  it('is no value without a currency', () => {
    const { properties } = build({ contents: priced(5, 5) })
    expect(properties).toMatchObject({ value: undefined, num_items: 2 })
  })

  it('is not calculated with a negative price', () => {
    expect(build({ contents: priced(5, -1), currency: 'USD' }).properties?.value).toBeUndefined()
  })

  it('has no currency if none is mapped, unless an amount names one', () => {
    const fields = ['event', 'value', 'contents']
    const { properties } = build({ contents: priced('5 EUR') }, {}, fields)
    expect(properties).toMatchObject({ value: undefined, currency: undefined })
    expect(build({ value: '5 EUR' }, {}, fields).properties).toMatchObject({ value: 5, currency: 'EUR' })
  })

  describe('beside a total of the event that no field maps', () => {
    const mapping = {
      event: 'CompletePayment',
      currency: { '@path': '$.properties.currency' },
      value: { '@path': '$.properties.revenue' },
      limited_data_use: { '@path': '$.properties.limited' },
      contents: { '@arrayPath': ['$.properties.products', { price: { '@path': '$.price' } }] }
    }
    const order = (properties: object = {}) => ({ currency: 'USD', products: [{ price: 40 }], ...properties })

    it.each(WAYS)('no value is calculated: %s', async (_, run) => {
      const tiktok = standInForTikTok()
      const totals = [
        { total: 45 },
        { order_total: '45.00 USD' },
        { amount: -45 },
        {},
        { total: 'free' },
        { total: '1.234' }
      ]
      for (const total of totals) expect(await run({ properties: order(total) }, mapping)).toBeUndefined()
      const values = tiktok.requests.map(({ data }) => data[0].properties?.value)
      expect(values).toEqual([undefined, undefined, undefined, 40, 40, 40])
    })

    it('each event of a batch has its own total', async () => {
      const tiktok = standInForTikTok()
      const results = await runBatch(
        [{ total: 45 }, {}].map((total) => ({ properties: order(total) })),
        mapping
      )
      expect(tiktok.requests[0].data.map(({ properties }) => properties?.value)).toEqual([undefined, 40])
      expect(results[0]).toMatchObject({ sent: { left_out: [{ field: 'value', reason: 'other_total' }] } })
    })

    it.each<[mapping: object, totals: object[], values: unknown[]]>([
      [{ event_id: { '@path': '$.messageId' } }, [{ total: 45 }, {}], [undefined, 40]],
      [{}, [{ total: 45 }, {}], [undefined, undefined]],
      [{}, [{ total: '1,234' }, {}], [undefined, undefined]],
      [{}, [{}, {}], [40, 40]]
    ])('a batch of which Segment rejects an event is on the safe side: %j of %j', async (ids, totals, values) => {
      const tiktok = standInForTikTok()
      const rejected = order({ limited: 'a word' })
      const events = [rejected, ...totals.map(order)].map((properties) => ({ properties }))
      expect(await runBatch(events, { ...mapping, ...ids })).toMatchObject([
        { status: 400 },
        { status: 200 },
        { status: 200 }
      ])
      expect(tiktok.requests[0].data.map(({ properties }) => properties?.value)).toEqual(values)
    })
  })
})
