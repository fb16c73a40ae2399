import { post } from '../reportWebEvent/send'
import type { TikTokEvent } from '../reportWebEvent/types'
import { answerWith, prepareTests, runBatch, standInForTikTok, WAYS } from './__helpers__/tiktok'

prepareTests()

const TOKEN = 'q7Zk93fVx2LwB8tR5mYc'
const SETTINGS = { accessToken: TOKEN, pixelCode: 'PIXELCODE' }

const MAPPING = {
  event: 'Purchase',
  event_id: 'event-1',
  email: 'jane.doe@example.com',
  phone_number: '+12025550123',
  first_name: 'Jane',
  last_name: "O'Brien",
  external_id: 'customer-48151',
  ip: '203.0.113.77',
  user_agent: 'Mozilla/5.0 (Zeta)',
  ttclid: 'E.C.P.zk4821',
  url: 'https://shop.example.com/thanks?name=jane',
  query: 'garden gnome',
  order_id: 'order-92653',
  address: { city: 'Warszawa', state: 'Mazovia', zip_code: '95110' },
  contents: [{ content_id: 'sku-3141', content_name: 'Velvet Gown', brand: 'Zephyria', content_category: 'Evening' }]
}

const SECRETS = [
  TOKEN,
  MAPPING.email,
  MAPPING.phone_number,
  '12025550123',
  MAPPING.first_name,
  MAPPING.last_name,
  MAPPING.external_id,
  MAPPING.ip,
  MAPPING.user_agent,
  MAPPING.ttclid,
  MAPPING.url,
  MAPPING.query,
  MAPPING.order_id,
  MAPPING.address.city,
  MAPPING.address.state,
  MAPPING.address.zip_code,
  'sku-3141',
  'Velvet Gown',
  'Zephyria',
  'Evening'
]

const encode = (encoding: BufferEncoding) => (text: string) => Buffer.from(text).toString(encoding)
const eachCharacter = (write: (code: number) => string) => (text: string) =>
  Array.from(text, (character) => write(character.charCodeAt(0))).join('')
const hexOf = (code: number, length: number) => code.toString(16).padStart(length, '0')

const FORMS: [name: string, transform: (text: string) => string][] = [
  ['as it is', (text) => text],
  ['in upper case', (text) => text.toUpperCase()],
  ['in lower case', (text) => text.toLowerCase()],
  ['glued to letters', (text) => `value${text}value`],
  ['glued to digits', (text) => `7${text}7`],
  ['glued to a key', (text) => `data.0.user.email=${text}`],
  ['as a step of a position', (text) => `data.0.${text}`],
  ['behind a colon', (text) => `email:${text}`],
  ['in quotes', (text) => `"${text}"`],
  ['percent-encoded', eachCharacter((code) => `%${hexOf(code, 2)}`)],
  ['percent-encoded like a URL', encodeURIComponent],
  ['u-escaped', eachCharacter((code) => `\\u${hexOf(code, 4)}`)],
  ['HTML-escaped', eachCharacter((code) => `&#${code};`)],
  ['HTML-escaped in hex', eachCharacter((code) => `&#x${hexOf(code, 2)};`)],
  ['in base64', encode('base64')],
  ['in hex', encode('hex')],
  ['in hex, byte by byte', eachCharacter((code) => `${hexOf(code, 2)} `)],
  ['reversed', (text) => [...text].reverse().join('')],
  ['cut short', (text) => text.slice(0, Math.max(6, text.length - 3))],
  ['without its beginning', (text) => text.slice(-6)],
  ['masked', (text) => `${text.slice(0, 6)}****${text.slice(-6)}`],
  ['across the cut', (text) => `https://x.test/${'y'.repeat(1960)} ${text}`],
  ['with control characters', (text) => `\u001b[31m${text}\u202e`],
  ['as a request id', (text) => text]
]

const LETTERS_OR_DIGITS = /[\p{L}\p{N}]{4,}/gu

/** The parts of a text that may not appear: itself, its words, and pieces of six characters, whatever the case. */
function piecesOf(text: string): string[] {
  const folded = text.toLowerCase()
  const pieces = [folded, ...(folded.match(LETTERS_OR_DIGITS) ?? [])]
  if (text === TOKEN)
    for (let start = 0; start + 6 <= text.length; start += 1) pieces.push(folded.slice(start, start + 6))
  return pieces
}

/** Words that a secret shares with our own sentences: `example.com` and the `name` of a parameter. */
const HARMLESS: readonly string[] = ['name', 'data', 'user', 'value', 'email']

/** Few secrets fit into the part of a message that is read. */
const GROUPS = [0, 4, 8, 12, 16].map((start) => SECRETS.slice(start, start + 4))

const KNOWN = new Set([...HARMLESS, 'invalid', 'not', 'valid'])

describe.each([40002, 0])('code %p', (code) => {
  it.each(FORMS)('repeats no secret %s', async (form, transform) => {
    for (const group of GROUPS) {
      const quotes = group.map(transform)
      const message = `Invalid value: ${quotes.join(' is not valid, ')}`
      const requestId = form === 'as a request id' ? quotes[0] : '20261122'
      standInForTikTok(() => [200, { code, message, request_id: requestId }])
      const failures = await Promise.all(WAYS.map(([, run]) => run({}, MAPPING, SETTINGS)))
      const [result] = await runBatch([{}], MAPPING, SETTINGS)
      const told = JSON.stringify([failures, { ...result, sent: undefined }]).toLowerCase()
      const pieces = [...group, ...quotes].flatMap(piecesOf).filter((piece) => !KNOWN.has(piece))
      expect(pieces.filter((piece) => told.includes(piece))).toEqual([])
      expect(told).not.toMatch(/\p{C}|u001b/u)
    }
  })
})

/** The text between the headline and the advice. */
async function messageFor(message: string, mapping: object = { event: 'Purchase' }): Promise<string | undefined> {
  standInForTikTok(answerWith(40002, message))
  const [, run] = WAYS[0]
  return /request_id 20261122\): (.*) Correct what/.exec((await run({}, mapping, SETTINGS))?.message ?? '')?.[1]
}

it.each([
  'Invalid value for event_id: not a valid string.',
  'Batch.0.properties.contents.0.content_id: Not a valid string.',
  'data.3.properties.num_items: Not a valid integer.',
  'Invalid value in data[3].event_id.',
  'data.12.user.email.1: Not a SHA-256 digest in lower-case hex.',
  'No permission to operate pixel code: PIXELCODE. You must be an admin or operator of this advertiser account.',
  'Access token is incorrect or has been revoked.',
  'Too many requests. Please retry in some time.',
  'data: More than 1000 events.',
  'The body is not a JSON object with Content-Type application/json.'
])('keeps the known wording %p', async (message) => {
  expect(await messageFor(message)).toBe(message)
})

it.each<[message: string, told: string]>([
  ['The brand Foo Bar is not valid.', 'The brand [redacted] is not valid.'],
  ['Not valid: foo, bar, or "baz".', 'Not valid: [redacted], [redacted], or [redacted].'],
  ['Position data.3.4 of 12025550123.', 'Position [redacted] of [redacted].'],
  ['Position data.1234 of event.3.', 'Position [redacted] of [redacted].'],
  ['data.120.user.phone, data.255.user.phone, data.501.user', 'data.120.user.phone, [redacted].'],
  ['data.120.properties.contents.255.user.email.501', '[redacted].'],
  ['foo', '[redacted].'],
  ['  ', 'no message.']
])('replaces all but the known words of %p', async (message, told) => {
  expect(await messageFor(message)).toBe(told)
})

it('replaces a known word that is a value of the event, but not in a position', async () => {
  const mapping = {
    event: 'Purchase',
    address: { city: 'Page' },
    contents: [{ content_id: '0', content_name: 'Valid Object' }]
  }
  expect(await messageFor('data.0.page.url: PAGE is not a valid object.', mapping)).toBe(
    'data.0.page.url: [redacted] is not a [redacted].'
  )
})

it('replaces the token even where the settings have it as the pixel code', async () => {
  standInForTikTok(answerWith(40001, `No permission to operate pixel code: ${TOKEN}.`))
  const [, run] = WAYS[0]
  const failure = await run({}, { event: 'Purchase' }, { accessToken: TOKEN, pixelCode: TOKEN })
  expect(failure?.message).toContain('pixel code: [redacted]. ')
})

it.each<[id: string, told: string]>([
  ['20261122100000010203040506AbCdEf01', '20261122100000010203040506AbCdEf01'],
  ['00000000000000000007', '00000000000000000007'],
  ['7', '7'],
  ['12025550123', '[redacted]'],
  ['6a616e652e646f65406578616d706c652e', '[redacted]'],
  ['20261122100000 jane', '[redacted]'],
  ['20265550199', '[redacted]'],
  ['20261122100000010245218153002E7A5B', '20261122100000010245218153002E7A5B'],
  ['20261122', '20261122'],
  // The beginning of an email address, as bytes, from an even and from an odd digit on.
  ['202611221000006a616e652e646f65406578', '[redacted]'],
  ['20261122100000f6a616e652e646f654065f', '[redacted]'],
  ['2026112210000012025550123ABCDEF012', '[redacted]'],
  ['00000000000202555012', '[redacted]'],
  ['20261122100000ab', '[redacted]'],
  ['20261322', '[redacted]']
])('repeats request id %p as %p', async (id, told) => {
  standInForTikTok(() => [200, { code: 40002, message: 'Wrong.', request_id: id }])
  const [, run] = WAYS[0]
  expect((await run({}, { event: 'Purchase' }, SETTINGS))?.message).toContain(`request_id ${told})`)
})

it.each([12025550123, 2025550, -12025550123])(
  'counts no number as long as %p as a code, which could be a phone number',
  async (code) => {
    standInForTikTok(() => [200, { code, message: 'OK' }])
    const [, run] = WAYS[0]
    const failure = await run({}, { event: 'Purchase' }, SETTINGS)
    expect(failure).toMatchObject({
      status: 503,
      message: expect.stringContaining('HTTP status 200 without a return code')
    })
  }
)

it('repeats no request id that shares digits with a value of the event', async () => {
  const id = '20261122100000c4b1a2e9f07d358610ab'
  standInForTikTok(() => [200, { code: 40002, message: 'Wrong.', request_id: id }])
  const [, run] = WAYS[0]
  const ids = [undefined, 'order-7D3586-10A', 'order-F07D358610A'].map((order_id) =>
    run({}, { event: 'Purchase', order_id }, SETTINGS)
  )
  const [kept, alsoKept, shared] = (await Promise.all(ids)).map((failure) => failure?.message)
  expect(kept).toContain(`request_id ${id})`)
  expect(alsoKept).toContain(`request_id ${id})`)
  expect(shared).toContain('request_id [redacted])')
})

it('repeats no request id that is a value of the event or shares six characters with the token', async () => {
  const id = '20261122100000abcdef'
  standInForTikTok(() => [200, { code: 40002, message: 'Wrong.', request_id: id }])
  const [, run] = WAYS[0]
  const settings = { accessToken: 'xyz0abcdefxyz', pixelCode: 'P' }
  expect((await run({}, { event: 'Purchase' }, settings))?.message).toContain('request_id [redacted])')
  expect((await run({}, { event: 'Purchase', order_id: id }, SETTINGS))?.message).toContain('request_id [redacted])')
})

describe('a rejected request of a caller that has written its events', () => {
  const ID = '20261122100000010203040506AbCdEf01'
  const EVENTS: TikTokEvent[] = [
    { event: 'Purchase', event_time: 1, page: { url: 'not' } },
    { event: 'Purchase', event_time: 1, properties: { query: 'valid' } },
    { event: 'Purchase', event_time: 1, properties: { order_id: 'order-6ABCDEF0' } }
  ]

  async function rejectOf(events: readonly TikTokEvent[]) {
    const read = jest.fn(() => events as TikTokEvent[])
    const body = {
      event_source: 'web' as const,
      event_source_id: 'P',
      partner_name: 'Segment',
      get data() {
        return read()
      }
    }
    const content = JSON.stringify({ code: 40002, message: 'Object is not a valid string', request_id: ID })
    return { answer: await post(jest.fn().mockResolvedValue({ status: 200, content }), SETTINGS, body), read }
  }

  it('is answered without its events if no text of the answer is used', async () => {
    const { answer, read } = await rejectOf(EVENTS)
    expect(answer).toHaveProperty('verdict', 'rejected')
    expect(read).not.toHaveBeenCalled()
  })

  it.each<[which: string, events: readonly TikTokEvent[], message: string, requestId: string]>([
    ['all', EVENTS, 'Object is [redacted] a [redacted] string', '[redacted]'],
    ['the last', EVENTS.slice(1), 'Object is not a [redacted] string', '[redacted]'],
    ['the first', EVENTS.slice(0, 2), 'Object is [redacted] a [redacted] string', ID]
  ])('repeats no value of %s of its events, and reads them once', async (_which, events, message, requestId) => {
    for (const keys of [['message', 'requestId'] as const, ['requestId', 'message'] as const]) {
      const { answer, read } = await rejectOf(events)
      expect(Object.fromEntries(keys.map((key) => [key, answer[key]]))).toEqual({ message, requestId })
      expect(JSON.parse(JSON.stringify(answer))).toMatchObject({ message, requestId })
      expect(read).toHaveBeenCalledTimes(1)
    }
  })
})
