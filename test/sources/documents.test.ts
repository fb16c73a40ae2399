import fc from 'fast-check'
import { asLines } from '../../runner/sources/as-lines'
import { runsOf } from '../__helpers__/runs'

fc.configureGlobal({ seed: 20261122 })

async function* piecesOf(text: string | Buffer, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text as string)
  for (let begin = 0; begin < bytes.length; begin += size) yield bytes.subarray(begin, begin + size)
}

/** The lines of a text, read in pieces of some bytes. */
async function lines(text: string | Buffer, size = 16 * 1024): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of asLines(piecesOf(text, size))) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

/** The values of a text, each with the number of its line. */
async function values(text: string, size?: number): Promise<[line: number, value: unknown][]> {
  const all = (await lines(text, size)).split('\n')
  return all.flatMap((line, index) => (line.trim() === '' ? [] : [[index + 1, readable(line)]]))
}

function readable(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return 'broken'
  }
}

const A = { type: 'track', properties: { note: 'a "quoted" } ] , text', list: [1, { b: [] }] } }
const B = { type: 'page', name: 'Zürich \\ \u2028' }

describe('input with one value a line stays as it is', () => {
  it.each<[what: string, text: string]>([
    ['nothing', ''],
    ['blank lines', ' \n\n'],
    ['events', '{"a":1}\n{"b":2}\n'],
    ['events without a last line end', '{"a":1}\n{"b":2}'],
    ['Windows line ends', '{"a":1}\r\n{"b":2}\r\n'],
    ['blank lines before events', '\n\n  {"a":1}\n\n{"b":2}\n'],
    ['a byte order mark', '\uFEFF{"a":1}\n{"b":2}\n'],
    ['a single event', '{"a":1}'],
    ['a line that is cut in a text', '{"a":"x\n{"b":2}\n'],
    ['a line that is cut behind a text', '{"a":"x"\n{"b":2}\n'],
    ['a line that is cut behind a comma', '{"a":1,\n{"b":2}\n'],
    ['a line that is cut behind a comma in a list', '{"a":[1,"x"\n{"b":2}\n'],
    ['a broken line before a list', '{"email":"jane@example.com"\n[]\n{"b":2}\n'],
    ['something else', 'INFO started: {}, 1\nINFO stopped\n'],
    ['a number', '1\n2\n']
  ])('%s', async (_what, text) => {
    expect(await lines(text)).toBe(text)
    expect(await lines(text, 1)).toBe(text)
  })
})

describe('documents become one value a line', () => {
  const pretty = (value: unknown) => JSON.stringify(value, undefined, 2)

  it.each<[what: string, text: string, expected: [number, unknown][]]>([
    ['an event over several lines', pretty(A), [[1, A]]],
    [
      'events over several lines',
      `${pretty(B)}\n${pretty(B)}\n`,
      [
        [1, B],
        [5, B]
      ]
    ],
    [
      'events over several lines, behind each other',
      `${pretty(B)}${pretty(B)}`,
      [
        [1, B],
        [4, B]
      ]
    ],
    [
      'a list over several lines',
      pretty([B, A]),
      [
        [2, B],
        [6, A]
      ]
    ],
    [
      'a list with an event a line',
      `[\n${JSON.stringify(A)},\n${JSON.stringify(B)}\n]\n`,
      [
        [2, A],
        [3, B]
      ]
    ],
    [
      'a list with commas first',
      `[${JSON.stringify(A)}\n,${JSON.stringify(B)}\n]`,
      [
        [1, A],
        [2, B]
      ]
    ],
    [
      'a list on one line',
      JSON.stringify([A, B]),
      [
        [1, A],
        [2, B]
      ]
    ],
    ['an empty list', '[\n]\n', []],
    [
      'lists behind each other',
      `${JSON.stringify([A])}${JSON.stringify([B])}`,
      [
        [1, A],
        [2, B]
      ]
    ],
    [
      'events without anything between them',
      JSON.stringify(A) + JSON.stringify(B),
      [
        [1, A],
        [2, B]
      ]
    ],
    [
      'events with commas between them',
      `${JSON.stringify(A)},\n${JSON.stringify(B)},\n`,
      [
        [1, A],
        [2, B]
      ]
    ],
    ['a wrapper over several lines', pretty({ batch: [A, B], sentAt: 'x' }), [[1, { batch: [A, B], sentAt: 'x' }]]],
    ['a brace on a line of its own', `{\n"type": "track"\n, "event": "A"\n}\n`, [[1, { type: 'track', event: 'A' }]]],
    ['a member that goes on', `{"type":\n"track"}\n`, [[1, { type: 'track' }]]],
    ['Windows line ends', pretty([B]).replace(/\n/g, '\r\n'), [[2, B]]],
    ['a byte order mark', `\uFEFF${pretty([B])}`, [[2, B]]],
    [
      'values that are no objects',
      '[1, "a b", null, [2], {"b":2}]',
      [
        [1, 1],
        [2, 'a b'],
        [3, null],
        [4, [2]],
        [5, { b: 2 }]
      ]
    ]
  ])('%s', async (_what, text, expected) => {
    expect(await values(text)).toEqual(expected.map(([line, value]) => [line, value]))
    expect(await values(text, 1)).toEqual(await values(text))
  })

  it('a broken value costs only itself', async () => {
    const text = '[\n{"a": 1},\n{"a": nope},\n{"a": "cut\n},\n{"b": 2}\n]'
    expect(await values(text)).toEqual([
      [2, { a: 1 }],
      [3, 'broken'],
      [4, 'broken'],
      [6, { b: 2 }]
    ])
  })

  it.each(['[{"a":1},', '[{"a":1}', '[{"a":1},{"b":', '['])(
    'a list that is cut leaves a broken value: %s',
    async (text) => {
      expect((await values(text)).at(-1)?.[1]).toBe('broken')
    }
  )

  it('the digits of a number stay', async () => {
    expect(await lines('[{"id": 12345678901234567890.10}]')).toBe('{"id": 12345678901234567890.10}\n')
  })

  it('any list of any values comes out whole, in any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue()),
        fc.constantFrom(undefined, 1, 3),
        fc.integer({ min: 1, max: 40 }),
        async (list, indent, size) => {
          const found = await values(JSON.stringify(list, undefined, indent), size)
          expect(found.map(([, value]) => value)).toEqual(JSON.parse(JSON.stringify(list)))
          const numbers = found.map(([line]) => line)
          expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
        }
      ),
      { numRuns: runsOf(50) }
    )
  })

  describe('an object that is too long for a line becomes one for each item of its list', () => {
    const items = Array.from({ length: 6500 }, (_, index) => ({
      ...B,
      messageId: `m${index}`,
      note: 'x'.repeat(100)
    }))

    it.each<[form: string, indent?: number]>([
      ['on one line', undefined],
      ['over several lines', 2]
    ])('%s', async (_form, indent) => {
      const document = { sentAt: 'x', integrations: { All: false }, batch: items, version: 1 }
      const found = await values(JSON.stringify(document, undefined, indent))
      expect(found.map(([, value]) => value)).toEqual(
        items.map((item) => ({ sentAt: 'x', integrations: { All: false }, batch: [item] }))
      )
      if (indent !== undefined) expect(found[1][0] - found[0][0]).toBe(6)
    })

    it('and the next value is read as ever', async () => {
      const found = await values(`${JSON.stringify({ events: items })}\n${JSON.stringify(A)}`)
      expect(found).toHaveLength(items.length + 1)
      expect(found.at(-1)).toEqual([items.length + 1, A])
    })

    it.each([{ integrations: { All: false } }, { context: { ip: '203.0.113.1' } }])(
      'and what it says of them too late leaves a broken value: %j',
      async (late) => {
        const found = await values(JSON.stringify({ batch: items, ...late }))
        expect(found).toHaveLength(items.length + 1)
        expect(found.at(-1)?.[1]).toBe('broken')
      }
    )

    it('and one that is cut leaves a broken value', async () => {
      const text = JSON.stringify({ batch: items, sentAt: 'x' })
      for (const cut of [text.slice(0, -1), text.slice(0, -20), text.slice(0, -300)]) {
        expect((await values(cut)).at(-1)?.[1]).toBe('broken')
      }
    })

    it('unless it has none', async () => {
      const found = await values(`[{"note":"${'x'.repeat(1100 * 1024)}", "a": [1]},{"b":2}]`)
      expect(found).toEqual([
        [1, { note: expect.any(String), a: [1] }],
        [2, { b: 2 }]
      ])
    })
  })

  it('memory does not grow with a list', async () => {
    const item = Buffer.from(`${JSON.stringify(A)},`)
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from('[')
      for (let count = 0; count < 20_000; count++) yield item
      yield Buffer.from('{}]')
    }
    let most = 0
    let newlines = 0
    for await (const piece of asLines(endless())) {
      most = Math.max(most, piece.length)
      newlines += piece.toString('latin1').split('\n').length - 1
    }
    expect(most).toBeLessThanOrEqual(item.length + 2)
    expect(newlines).toBe(20_001)
  })
})
