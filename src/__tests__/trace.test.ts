import { buildEvent } from '../reportWebEvent/event'
import type { Trace } from '../reportWebEvent/left-out'
import { sha256 } from '../reportWebEvent/sha256'

const NOW = Date.parse('2026-11-22T10:00:00Z')

/** Everything that the builder notes about the texts of a payload. */
function traceOf(payload: object): Parameters<Trace>[] {
  const noted: Parameters<Trace>[] = []
  buildEvent({ event: 'Purchase', ...payload } as never, NOW, { trace: (...args) => void noted.push(args) })
  return noted
}

describe('the builder notes', () => {
  it.each<[what: string, payload: object, noted: Parameters<Trace>[]]>([
    ['an email as it is hashed', { email: ['Jane@Example.com'] }, [['email', 'hashed', 'jane@example.com']]],
    [
      'each email of a text',
      { email: ['a@example.com, b@example.com'] },
      [
        ['email', 'hashed', 'a@example.com'],
        ['email', 'hashed', 'b@example.com']
      ]
    ],
    ['a digest', { email: [sha256('jane@example.com')] }, [['email', 'digest', undefined]]],
    [
      'a text that cannot be used',
      { email: ['a@example.com', 'n/a'] },
      [
        ['email', 'hashed', 'a@example.com'],
        ['email', 'unusable']
      ]
    ],
    [
      'a phone as a number of its country',
      { phone_number: ['(202) 555-0123'], other_sources: { properties: { address: { country_code: 'US' } } } },
      [['phone', 'hashed', '+12025550123']]
    ],
    [
      'a value of another source',
      { email: ['none'], other_sources: { traits: { email: 'jane@example.com' } } },
      [
        ['email', 'unusable'],
        ['email', 'hashed', 'jane@example.com']
      ]
    ],
    ['a name', { first_name: 'Jane ' }, [['first_name', 'hashed', 'jane']]],
    [
      'both IDs',
      { external_id: ['1a'], include_anonymous_id: true, other_sources: { anonymous_id: 'x1' } },
      [
        ['external_id', 'hashed', '1a'],
        ['external_id', 'hashed', 'x1']
      ]
    ],
    ['a zip code', { address: { zip_code: 'SW1A 1AA' } }, [['zip_code', 'hashed', 'sw1a1aa']]]
  ])('%s', (_what, payload, noted) => expect(traceOf(payload)).toEqual(noted))
})
