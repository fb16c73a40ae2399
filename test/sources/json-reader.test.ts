import fc from 'fast-check'
import { hasLoneSurrogate, readJson } from '../../runner/sources/json-reader'
import { runsOf } from '../__helpers__/runs'

fc.configureGlobal({ seed: 20261122 })

describe('readJson', () => {
  it.each<[json: string, expected: unknown]>([
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['9007199254740992', '9007199254740992'],
    ['100000000000000000000000', '100000000000000000000000'],
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['12.345678901234567890', 12.345678901234567],
    ['1234567890.1600000001', '1234567890.1600000001'],
    ['-1234567890.16000000010', '-1234567890.16000000010'],
    ['1234567890.1600000', 1234567890.16],
    ['1234567890.123456', 1234567890.123456],
    ['12345678901234567890.5', 12345678901234567000],
    ['1234567890123456789e3', 1.2345678901234568e21],
    ['1e400', Infinity],
    ['0.10000000000000000', 0.1],
    ['"9007199254740993"', '9007199254740993'],
    ['"\\"9007199254740993"', '"9007199254740993'],
    ['["\\\\", 9007199254740993]', ['\\', '9007199254740993']],
    ['{"9007199254740993":{"a":9007199254740995}}', { '9007199254740993': { a: '9007199254740995' } }]
  ])('reads %s', (json, expected) => expect(readJson(json)).toEqual(expected))

  it.each([
    '{9007199254740993:1}',
    '[9007199254740993',
    '09007199254740993',
    '"9007199254740993',
    '[1 9007199254740993]'
  ])('refuses %s as JSON.parse does', (json) => expect(() => readJson(json)).toThrow(SyntaxError))

  it('does not let a key change the prototype of anything', () => {
    const value = readJson('{"__proto__":{"isPolluted":9007199254740993},"constructor":1}') as object
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
    expect(({} as Record<string, unknown>).isPolluted).toBeUndefined()
  })

  it('reads a line of 1 MiB of escapes, and one nested 60,000 deep', () => {
    const escapes = '\\"'.repeat(512 * 1024)
    expect(readJson(`["${escapes}",9007199254740993]`)).toEqual(['"'.repeat(512 * 1024), '9007199254740993'])
    const deep = `${'['.repeat(60_000)}9007199254740993${']'.repeat(60_000)}`
    let value = readJson(deep)
    for (let depth = 0; depth < 60_000; depth++) [value] = value as unknown[]
    expect(value).toBe('9007199254740993')
  })

  it('reads any JSON as JSON.parse does, but for unsafe integers', () => {
    const integers = fc.oneof(fc.bigInt(), fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }))
    fc.assert(
      fc.property(fc.jsonValue(), integers, fc.string({ unit: 'binary' }), (value, integer, key) => {
        const json = `{${JSON.stringify(`k${key}`)}:[${JSON.stringify(value)},${integer}]}`
        const isSafe = Number.isSafeInteger(Number(integer))
        const expected = [JSON.parse(JSON.stringify(value), reviveUnsafe), isSafe ? Number(integer) : String(integer)]
        expect(readJson(json)).toEqual({ [`k${key}`]: expected })
      }),
      { numRuns: runsOf(200) }
    )
  })
})

describe('hasLoneSurrogate', () => {
  it.each<[json: string, expected: boolean]>([
    ['"\\ud83d"', true],
    ['"\\uDE00"', true],
    ['"\\ude00\\ud83d"', true],
    ['"\\ud83d\\ud83d\\ude00"', true],
    ['"\\\\\\ud83d"', true],
    ['"\\ud83d\\ude00"', false],
    ['"\\uD83D\\uDE00"', false],
    ['"\\\\ud83d"', false],
    ['"\\ud7ff\\ue000"', false],
    ['"😀"', false]
  ])('%s: %s', (json, expected) => expect(hasLoneSurrogate(json)).toBe(expected))

  it('agrees with the strings of any JSON', () => {
    const units = fc.array(fc.constantFrom('\\ud83d', '\\ude00', '\\\\', '\\n', 'ud83d', 'x', '\\u0041'))
    fc.assert(
      fc.property(units, (escapes) => {
        const json = `"${escapes.join('')}"`
        expect(hasLoneSurrogate(json)).toBe(/\p{Surrogate}/u.test(JSON.parse(json)))
      }),
      { numRuns: runsOf(200) }
    )
  })
})

/** JavaScript writes numbers from 1e21 on with an exponent. */
function reviveUnsafe(_key: string, value: unknown): unknown {
  const isWrittenAsInteger = Number.isInteger(value) && Math.abs(value as number) < 1e21
  return isWrittenAsInteger && !Number.isSafeInteger(value) ? String(value) : value
}
