import type { KnownKeys } from '../../sandbox/schema/unknown-keys'
import { KNOWN_KEYS } from '../../sandbox/schema/unknown-keys'
import { KEYS } from '../../src/reportWebEvent/vocabulary'
import { envelope, event, good, sandbox, send, track } from './fixture'

function namesIn(keys: KnownKeys): string[] {
  return [...keys].flatMap(([key, below]) => [String(key), ...namesIn(below)])
}

async function warningsOf(body: unknown) {
  await send(body)
  return sandbox.requests.at(-1)?.warnings
}

describe('the warnings of a request', () => {
  it('are absent if all keys are known', async () => {
    expect(await warningsOf(good)).toBeUndefined()
  })

  it('are absent for each key that the destination can send', () => {
    expect(new Set(['batch', ...namesIn(KNOWN_KEYS)])).toEqual(KEYS)
  })

  it('name the keys that TikTok does not document, and do not reject the request', async () => {
    const data = [{ ...event, test_event_code: 'TEST1', properties: { colour: 'red', contents: [{}, { sku: 1 }] } }]
    expect(await warningsOf({ pixel_code: 'x', ...envelope, data, user: { email: 'x' } })).toEqual([
      'pixel_code: Unknown key.',
      'data.0.test_event_code: Unknown key.',
      'data.0.properties.colour: Unknown key.',
      'data.0.properties.contents.1.sku: Unknown key.',
      'user: Unknown key.'
    ])
    expect(sandbox.accepted).toHaveLength(1)
  })

  it.each<[string, object, string]>([
    ['user', { user: { shoe: 43 } }, 'data.0.user.shoe'],
    ['page', { page: { url: '/', title: 'x' } }, 'data.0.page.title'],
    ['lead', { lead: { lead_id: '1', stage: 'x' } }, 'data.0.lead.stage'],
    ['mileage', { properties: { mileage: { value: 1, unit: 'MI', text: 'x' } } }, 'data.0.properties.mileage.text'],
    ['a name of Object.prototype', { constructor: 1 }, 'data.0.constructor']
  ])('cover %s', async (_, keys, path) => {
    expect(await warningsOf({ ...good, data: [{ ...event, ...keys }] })).toEqual([`${path}: Unknown key.`])
  })

  it('have each kind once, at its first position', async () => {
    const item = { sku: 1, price: 1 }
    await track({ ...event }, { ...event, a: 1, properties: { contents: [item, item] } }, { ...event, a: 2, b: 1 })
    expect(sandbox.requests[0]?.warnings).toEqual([
      'data.1.a: Unknown key.',
      'data.1.properties.contents.0.sku: Unknown key.',
      'data.2.b: Unknown key.'
    ])
  })

  it('do not go into an unknown key, and never show a value or a key that can be one', async () => {
    const properties = { size: { eu: [{ a: 1 }] }, 'jane@example.com': 1, '+12025550100': 'jane', '12025550100': 1 }
    await track({ ...event, properties })
    expect([...(sandbox.requests[0]?.warnings ?? [])].sort()).toEqual([
      'data.0.properties.<key>: Unknown key.',
      'data.0.properties.size: Unknown key.'
    ])
  })

  it('are also in the record of a rejected request', async () => {
    await track({ ...event, event_id: 1, colour: 'red' })
    expect(sandbox.requests).toMatchObject([{ code: 40002, warnings: ['data.0.colour: Unknown key.'] }])
  })

  it('are at most 20', async () => {
    const keys = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`key_${index}`, 1]))
    expect(await warningsOf({ ...good, data: [{ ...event, ...keys }] })).toHaveLength(20)
  })
})
