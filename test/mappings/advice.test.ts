import type { JSONObject } from '@segment/actions-core'
import { adviceFor, namesWithoutEventId } from '../../runner/mappings/advice'
import type { Mapping } from '../../runner/mappings/mapping'
import { presetMappings } from '../../runner/mappings/presets'

const MAPPING: JSONObject = {
  event: 'Purchase',
  event_id: { '@path': '$.messageId' },
  timestamp: { '@path': '$.timestamp' }
}

const mappingOf = (changes: JSONObject, subscribe = 'event = "Order Completed"', name = 'Orders'): Mapping => ({
  name,
  subscribe,
  partnerAction: 'reportWebEvent',
  mapping: { ...MAPPING, ...changes }
})

it.each<[what: string, changes: JSONObject, advice: string[]]>([
  ['a complete mapping', {}, []],
  ['a time of null', { timestamp: null }, ['no timestamp: every event gets the time at which it is sent.']],
  ['a blank time', { timestamp: '' }, ['no timestamp: every event gets the time at which it is sent.']],
  ['a date', { timestamp: '2026-11-22' }, ['a constant timestamp: every event gets the same time.']],
  ['a number as time', { timestamp: 1795338000 }, ['a constant timestamp: every event gets the same time.']],
  ['a blank event ID', { event_id: '' }, ['no event_id: an event that is sent again counts again.']]
])('advises on %s', (_what, changes, advice) => {
  expect(adviceFor([mappingOf(changes)])).toEqual(advice.map((text) => `Mapping "Orders" has ${text}`))
})

it('names all mappings that an advice concerns in one sentence', () => {
  const mappings = ['A', 'B', 'C'].map((name, index) =>
    mappingOf(index === 1 ? {} : { event_id: null }, `event = "${name}"`, name)
  )
  expect(adviceFor(mappings)).toEqual(['Mappings "A", "C" have no event_id: an event that is sent again counts again.'])
  expect(namesWithoutEventId(mappings)).toEqual(['A', 'C'])
})

it.each([
  ['Purchas', 'Purchase'],
  ['AddToCrat', 'AddToCart'],
  ['SubmitFrom', 'SubmitForm'],
  ['Purchase', undefined],
  ['CompletePayment', undefined]
])('takes the event %s for a typing error of %s', (event, meant) => {
  expect(adviceFor([mappingOf({ event })])).toEqual(
    meant === undefined ? [] : [`Mapping "Orders" reports the custom event ${event}. Did you mean ${meant}?`]
  )
})

it('names a custom event', () => {
  expect(adviceFor([mappingOf({ event: 'Quote' })])).toEqual([
    'Mapping "Orders" reports the custom event Quote. It is not one of TikTok\'s standard events.'
  ])
})

it.each([
  ['for one trigger', 'event = "A"', 'event="A"', true],
  ['for different triggers', 'event = "A"', 'event = "B"', false]
])('warns of two mappings that report one event: %s', (_what, one, two, isWarned) => {
  const mappings = [
    { ...mappingOf({}, one), name: 'A' },
    { ...mappingOf({}, two), name: 'B' }
  ]
  const event = mappings[0].mapping.event
  expect(adviceFor(mappings)).toEqual(
    isWarned
      ? [
          `Mappings "A", "B" report ${event} for the same events: TikTok drops one if their event IDs are equal, or counts both.`
        ]
      : []
  )
})

it.each([
  ['properties.step != 2', 'properties.step != 2'],
  ['event = "A" and (type = "track" or !contains(event, "B"))', '!contains(event, "B")'],
  ['properties.name != "A"', undefined],
  ['contains(event, "B")', undefined]
])('warns that %s skips events without the property', (subscribe, test) => {
  expect(adviceFor([mappingOf({}, subscribe)])).toEqual(
    test === undefined
      ? []
      : [`The trigger of "Orders" skips events without that property: ${test} is false if it is missing.`]
  )
})

it('has none for the presets', () => {
  expect(adviceFor(presetMappings())).toEqual([])
})
