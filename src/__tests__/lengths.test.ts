import { buildEvent } from '../reportWebEvent/event'
import { LeftOutList } from '../reportWebEvent/left-out'
import { sha256 } from '../reportWebEvent/sha256'

const NOW = Date.parse('2026-11-22T10:00:00Z')

function build(payload: object) {
  const leftOut = new LeftOutList()
  const event = buildEvent({ event: 'Purchase', ...payload } as never, NOW, { warn: leftOut.warn })
  return { event: JSON.parse(JSON.stringify(event)), leftOut: leftOut.list }
}

/** A text of a length. */
const textOf = (length: number) => 'q7'.repeat(length / 2)

/** A name of a length, which is letters only. */
const nameOf = (length: number) => 'qx'.repeat(length / 2)

const addressOf = (length: number) => 'https://a.io/'.padEnd(length, 'q7')

const TEXT = 8192
const IDENTIFIER = 1000
const NAME = 200

type Row = [field: string, longest: number, create: (length: number) => object]

const ROWS: Row[] = [
  ['event_id', IDENTIFIER, (length) => ({ event_id: textOf(length) })],
  ['external_id', IDENTIFIER, (length) => ({ external_id: [textOf(length)] })],
  ['order_id', IDENTIFIER, (length) => ({ order_id: textOf(length) })],
  ['shop_id', IDENTIFIER, (length) => ({ shop_id: textOf(length) })],
  ['content_ids', IDENTIFIER, (length) => ({ content_ids: [textOf(length)] })],
  ['contents.content_id', IDENTIFIER, (length) => ({ contents: [{ content_id: textOf(length) }] })],
  ['ttclid', IDENTIFIER, (length) => ({ ttclid: textOf(length) })],
  ['ttp', IDENTIFIER, (length) => ({ ttp: textOf(length) })],
  ['first_name', NAME, (length) => ({ first_name: nameOf(length) })],
  ['last_name', NAME, (length) => ({ last_name: nameOf(length) })],
  ['address.city', NAME, (length) => ({ address: { city: nameOf(length) } })],
  ['address.state', NAME, (length) => ({ address: { state: nameOf(length) } })],
  ['address.zip_code', NAME, (length) => ({ address: { zip_code: textOf(length) } })],
  ['url', TEXT, (length) => ({ url: addressOf(length) })],
  ['referrer', TEXT, (length) => ({ url: 'https://a.io/', referrer: addressOf(length) })],
  ['contents.content_name', TEXT, (length) => ({ contents: [{ content_name: textOf(length) }] })],
  ['contents.brand', TEXT, (length) => ({ contents: [{ brand: [textOf(length / 2 - 2), textOf(length / 2 + 2)] }] })],
  ['description', TEXT, (length) => ({ description: textOf(length) })],
  ['query', TEXT, (length) => ({ query: textOf(length) })],
  ['user_agent', TEXT, (length) => ({ user_agent: textOf(length) })],
  ['locale', TEXT, (length) => ({ locale: textOf(length) })]
]

describe('the length of a text', () => {
  it.each(ROWS)('decides about %s: one of %d characters is sent', (field, longest, create) => {
    const { event, leftOut } = build(create(longest - 4))
    expect(leftOut).toBeUndefined()
    // Hashed ones are as long as each digest.
    expect(JSON.stringify(event).length).toBeGreaterThan(
      /^(?:external|first|last|address.zip)/.test(field) ? 100 : longest
    )
  })

  it.each(ROWS)('decides about %s: one beyond %d characters is left out, and reported', (field, longest, create) => {
    const { event, leftOut } = build(create(longest + 4))
    expect(leftOut).toEqual([{ field, reason: 'too_long' }])
    expect(JSON.stringify(event).length).toBeLessThan(200)
  })

  it('is that of the ID, not of the address around it', () => {
    const url = `https://a.io/?ttclid=${textOf(100)}&a=${textOf(2000)}`
    expect(build({ ttclid: url }).event.user).toEqual({ ttclid: textOf(100) })
  })

  it('lets a click ID of a page through whose address is too long', () => {
    const { event, leftOut } = build({ url: `https://a.io/?ttclid=${textOf(100)}&a=${textOf(TEXT)}` })
    expect(leftOut).toEqual([{ field: 'url', reason: 'too_long' }])
    expect(event.user).toEqual({ ttclid: textOf(100) })
  })

  it('gives way to the next source of a name', () => {
    const { event, leftOut } = build({
      first_name: nameOf(2 * NAME),
      other_sources: { properties: { first_name: nameOf(2 * NAME), firstName: 'Jane' } }
    })
    expect(leftOut).toBeUndefined()
    expect(event.user).toEqual({ first_name: sha256('jane') })
  })

  it('costs one of several IDs only itself', () => {
    const { event, leftOut } = build({ external_id: [textOf(2000), 'u-1'] })
    expect(leftOut).toEqual([{ field: 'external_id', reason: 'too_long' }])
    expect(event.user).toEqual({ external_id: [sha256('u-1')] })
  })
})
