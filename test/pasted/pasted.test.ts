import { readPasted } from '../../runner/pasted'

/** The values of a text, parsed; numbers lose no digits before that. */
function valuesOf(text: string) {
  return readPasted(text)?.values.map(({ json }) => JSON.parse(json))
}

const LIBRARY = 'The library itself would add what a call does not name, such as messageId, timestamp and context.'

describe('JSON as people write it', () => {
  it.each([
    [
      'comments and trailing commas',
      '{ "a": [1, 2,], // one\n /* two */ "b": 3, }',
      { a: [1, 2], b: 3 },
      '2 comments and 2 trailing commas dropped.'
    ],
    [
      'single quotes and keys without quotes',
      "{ a: 'x' }",
      { a: 'x' },
      'Keys without quotes and single quotes read as in JSON.'
    ],
    [
      'typographic quotes',
      '{ “a”: “it’s "good"”, ‘b’: “”, «c»: "“x”" }',
      { a: 'it’s "good"', b: '', c: '“x”' },
      'Typographic quotes read as in JSON.'
    ],
    ['a block of code', 'See:\n```json\n{ "a": 1 }\n```\nThanks', { a: 1 }, 'Read as a block of code.'],
    ['JSON within a text', '"{\\"a\\":\\"\\\\\\"{}\\"}"', { a: '"{}' }, 'Read as JSON within a text.'],
    ['values of Python', "{ 'a': True, 'b': None }", { a: true, b: null }, 'Single quotes read as in JSON.'],
    ['an assigned object', 'const event = { "a": 1 }\n', { a: 1 }, undefined],
    [
      'a text without expressions',
      '{ "a": `x`, b: -1.50, c: undefined, d: 0x10 }',
      { a: 'x', b: -1.5, d: 16 },
      'Keys without quotes read as in JSON.'
    ]
  ])('is read with %s', (_name, text, value, note) => {
    expect(valuesOf(text)).toEqual([value])
    expect(readPasted(text)).toMatchObject({ notes: note === undefined ? [] : [note], faults: [] })
  })

  it('keeps the digits of each number', () => {
    expect(readPasted('{ "id": 12345678901234567890, "total": 25.50, }')?.values).toEqual([
      { line: 1, json: '{"id":12345678901234567890,"total":25.50}' }
    ])
  })

  it.each([
    ['one object', '{"a":1}'],
    ['one object a line', '{"a":1}\n\n{"b":2}\n'],
    ['a table', 'type,event\ntrack,X\n'],
    ['a quoted table', '"type","event"\n"track","X"\n'],
    ['a log', '2026-11-22 INFO {"a":1,}\n'],
    ['nothing', ' \n']
  ])('is left to the usual readers if it is %s', (_name, text) => {
    expect(readPasted(text)).toBeUndefined()
  })

  it('costs a line with a fault only itself', () => {
    expect(readPasted('{"a":1}\n{"b":2,}\n{"c\n[{"d":4}]\nx')).toEqual({
      values: [
        { line: 1, json: '{"a":1}' },
        { line: 2, json: '{"b":2}' },
        { line: 4, json: '[{"d":4}]' }
      ],
      notes: ['1 trailing comma dropped.'],
      faults: [
        { line: 3, column: 2, message: 'Unterminated string constant.' },
        { line: 5, column: 1, message: 'This line is not JSON.' }
      ]
    })
  })
})

describe('a curl command', () => {
  it.each([
    ['curl https://x.example.com -d \'{"a":1}\'', [{ a: 1 }]],
    ["curl -sXPOST x -H 'A: b' --data-raw \\\n  '{\"a\":\"it'\\''s\"}'", [{ a: "it's" }]],
    ['$ curl --data-binary "{\\"a\\": \\"\\$5\\"}" x', [{ a: '$5' }]],
    ['curl x --data-raw $\'{"a":"it\\\'s \\u00e9\\\\n"}\'', [{ a: "it's é\n" }]],
    ['curl x --json=\'{"a":1}\' -d\'{"b":2}\'', [{ a: 1 }, { b: 2 }]],
    ['# one\ncurl x -d \'{"a":1}\'; curl x -d \'{"b":2}\'', [{ a: 1 }, { b: 2 }]]
  ])('gives its bodies: %s', (text, values) => {
    expect(valuesOf(text)).toEqual(values)
  })

  it('has the type of the address', () => {
    const text = 'curl https://api.segment.io/v1/track?x=1 -u KEY: -d \'{"event":"X",}\''
    expect(valuesOf(text)).toEqual([{ type: 'track', event: 'X' }])
    expect(readPasted(text)?.notes).toEqual([
      'Read as a curl command; 1 trailing comma dropped.',
      'The type "track" is that of the address.'
    ])
  })
})

describe('a call of a library', () => {
  it.each([
    [
      "await analytics.track('X', { total: 5 }, { ip: '203.0.113.7', anonymousId: 'a', context: { locale: 'de' } }, () => done())",
      {
        type: 'track',
        event: 'X',
        properties: { total: 5 },
        anonymousId: 'a',
        context: { locale: 'de', ip: '203.0.113.7' }
      }
    ],
    ["window.analytics.track('X').then(done)", { type: 'track', event: 'X' }],
    [
      "analytics.identify('u', { email: 'x@example.com' })",
      { type: 'identify', userId: 'u', traits: { email: 'x@example.com' } }
    ],
    ["analytics.identify({ email: 'x@example.com' })", { type: 'identify', traits: { email: 'x@example.com' } }],
    [
      "rudderanalytics.page('Docs', 'Home', { path: '/' })",
      { type: 'page', category: 'Docs', name: 'Home', properties: { path: '/' } }
    ],
    ['analytics.page()', { type: 'page' }],
    [
      "analytics.track({ userId: 'u', event: 'X', timestamp: new Date('2026-11-22') })",
      { type: 'track', userId: 'u', event: 'X', timestamp: '2026-11-22' }
    ],
    [
      "# Python\nanalytics.track('u', 'X', { 'paid': True })",
      { type: 'track', userId: 'u', event: 'X', properties: { paid: true } }
    ],
    [
      "analytics.track(user_id='u', event='X', properties={'a': None})",
      { type: 'track', user_id: 'u', event: 'X', properties: { a: null } }
    ],
    [
      "# Ruby\nAnalytics.track(user_id: 'u', event: 'X', properties: { revenue: 1.50, paid: true, coupon: nil })",
      { type: 'track', user_id: 'u', event: 'X', properties: { revenue: 1.5, paid: true, coupon: null } }
    ],
    [
      "Analytics.track(:user_id => 'u', :event => 'X', :properties => { :revenue => 1, 'ids' => ['a', { b: 1 }] })",
      { type: 'track', user_id: 'u', event: 'X', properties: { revenue: 1, ids: ['a', { b: 1 }] } }
    ],
    [
      'Segment::track(["userId" => "u", "event" => "X", "properties" => ["revenue" => 1, "ids" => ["a", "b"]]]);',
      { type: 'track', userId: 'u', event: 'X', properties: { revenue: 1, ids: ['a', 'b'] } }
    ],
    [
      "Segment::track(array('userId' => 'u', 'event' => 'X', 'properties' => array('ids' => array('a', 'b'))));",
      { type: 'track', userId: 'u', event: 'X', properties: { ids: ['a', 'b'] } }
    ],
    ["analytics.group('u', 'g', { 'a': 1 })", { type: 'group', userId: 'u', groupId: 'g', traits: { a: 1 } }]
  ])('is the event that it records: %s', (text, event) => {
    expect(valuesOf(text)).toEqual([event])
    expect(readPasted(text)?.notes.at(-1)).toBe(LIBRARY)
  })

  it('is found among other statements', () => {
    const text = "import x from 'y'\nanalytics.page()\nanalytics.track('X')\n"
    expect(readPasted(text)).toMatchObject({
      values: [{ line: 2 }, { line: 3 }],
      notes: ['Read as 2 calls of Segment’s library; 1 other statement dropped.', LIBRARY]
    })
  })

  it('is never run', () => {
    const spy = jest.spyOn(process, 'exit').mockImplementation()
    expect(readPasted("analytics.track(process.exit(1) || 'X')")?.values).toEqual([])
    expect(spy).not.toHaveBeenCalled()
    spy.mockRestore()
  })
})

describe('a fault has its line and column', () => {
  const UNKNOWN = 'Only your program knows this value: write the value itself in its place.'

  it.each([
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'Unexpected token.'],
    ['{\n  "a": [1,\n', 2, 11, 'The text ends here, inside of a value.'],
    ['{ "a": “x }', 1, 8, expect.stringMatching(/^Unexpected character/)],
    ['curl x -d \'{"a": 1,\n "b": oops}\'', 2, 7, UNKNOWN],
    ["curl x -d '{\"it'\\''s\": oops}'", 1, 24, UNKNOWN],
    ["curl x \\\n -d '{", 2, 5, 'This quotation mark is not closed.'],
    ['curl x -d @order.json', 1, 11, 'curl would read a file here: paste the content of the file.'],
    ['curl x', 1, 1, 'This command has no body: -d or --data is missing.'],
    ['curl x -d', 1, 8, 'There is nothing behind this option.'],
    ["analytics.track('X', {\n  total: cart.total })", 2, 10, UNKNOWN],
    ["analytics.track('X', { ...rest })", 1, 24, UNKNOWN],
    ["Analytics.track(user_id: 'u',\n  event: name)", 2, 10, UNKNOWN],
    ["Segment::track(['userId' => $user->id])", 1, 35, 'Unexpected token.'],
    ["analytics.track('X', { a: b c }, () => done())", 1, 29, 'Unexpected token.'],
    ["ttq.track('X', {})", 1, 1, expect.stringContaining('in JavaScript, Python, Ruby and PHP are read')],
    ["analytics.track('X', {}, {}, {})", 1, 1, 'This call has more values than it can take.'],
    ['```\n{ "a" }\n```', 2, 7, 'Unexpected token.']
  ])('in %j', (text, line, column, message) => {
    expect(readPasted(text)).toMatchObject({ values: [], faults: [{ line, column, message }] })
  })

  it('that quotes no value', () => {
    const texts = [
      '{ "a": jane@example.com }',
      "{ 'a': 'jane@example.com }",
      'curl x -d jane@example.com',
      'x.track(jane@example.com)'
    ]
    for (const text of texts) expect(JSON.stringify(readPasted(text) ?? '')).not.toContain('jane')
  })

  it('of values that are nested too deeply', () => {
    expect(readPasted(`${'['.repeat(200_000)},`)?.faults).toEqual([expect.objectContaining({ line: 1 })])
  })
})
