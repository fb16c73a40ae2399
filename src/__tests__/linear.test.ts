import { buildEvent } from '../reportWebEvent/event'
import { withOriginalNumbers } from '../reportWebEvent/event/exact'
import type { Payload } from '../reportWebEvent/generated-types'

const NOW = Date.parse('2026-11-22T10:00:00Z')

/** CPU time in milliseconds that a quadratic way of the sizes below exceeds many times, and that a linear one ignores. */
const NOISE = 100

/** The least CPU time of three runs, in milliseconds. The first run that costs less than enough is the last one. */
function costOf(run: () => void, enough = 0): number {
  let least = Number.POSITIVE_INFINITY
  for (let runs = 0; runs < 3 && least >= enough; runs++) {
    const start = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

/** A whole that costs less than noise is allowed whatever the half costs. */
function expectLinear(run: (size: number) => void, size: number): void {
  const whole = costOf(() => run(2 * size), NOISE)
  const allowed = whole < NOISE ? NOISE : 2.5 * costOf(() => run(size)) + NOISE
  expect(whole).toBeLessThan(allowed)
}

/** Texts made to hurt patterns, of about a length. */
const HURTFUL: Record<string, (length: number) => string> = {
  spaces: (length) => `+1${' '.repeat(length)}2025550123`,
  dots: (length) => `${'.'.repeat(length)}a`,
  braces: (length) => `${'{'.repeat(length)}a`,
  commas: (length) => `${','.repeat(length)} b c`,
  'spaces and commas': (length) => ' ,'.repeat(length / 2),
  zeros: (length) => `.${'0'.repeat(length)}1`,
  digits: (length) => `${'1'.repeat(length)}a`,
  brackets: (length) => '('.repeat(length),
  'brackets and words': (length) => '(a'.repeat(length / 2),
  underscores: (length) => `__${'a_'.repeat(length / 2)}`,
  words: (length) => 'guest '.repeat(length / 6),
  'words without spaces': (length) => '用户'.repeat(length / 2),
  'words and dots': (length) => 'a.'.repeat(length / 2),
  'at signs': (length) => 'a@b,'.repeat(length / 4),
  dashes: (length) => 'a - '.repeat(length / 4),
  percents: (length) => `%7b${'%'.repeat(length)}`,
  JSON: (length) => `[${'['.repeat(length)}`,
  'click IDs': (length) => '?ttclid='.repeat(length / 8),
  nulls: (length) => `${'null '.repeat(length / 5)}x`
}

describe('the time that a person takes', () => {
  it.each(Object.keys(HURTFUL))('grows no faster than a text of %s', (name) => {
    expectLinear((length) => {
      const text = HURTFUL[name](length)
      const address = { city: text, state: text, country: text, zip_code: text }
      const identifiers = {
        external_id: [text],
        order_id: text,
        event_id: text,
        ttclid: text,
        ttp: text,
        lead_id: text
      }
      const person = { email: [text], phone_number: [text], first_name: text, last_name: text, address }
      const other_sources = { traits: [{ name: text, phone: text }], click_ids: { ttclid: text } }
      const payload = { event: 'Purchase', url: `https://a.io/?${text}`, ...identifiers, ...person, other_sources }
      buildEvent(payload as never, NOW)
    }, 20_000)
  })

  it('grows no faster than a batch of long numbers', () => {
    expectLinear((size) => {
      const events = Array.from({ length: size }, (_, index) => ({
        id: `10000000000000${10_000 + index}`,
        context: {}
      }))
      for (const { id } of events) withOriginalNumbers({ event: 'Purchase', order_id: id } as Payload, [events])
    }, 2000)
  })

  it('grows no faster than the products of an event', () => {
    expectLinear((size) => {
      const contents = Array.from({ length: size }, (_, index) => ({ content_id: `1000000000${100_000 + index}` }))
      withOriginalNumbers({ event: 'Purchase', contents } as Payload, [{ products: contents }])
    }, 2000)
  })
})
