import { explain, maskExplanation } from '../../runner/explain'
import { describeNearest, NearestTriggers } from '../../runner/explain/nearest'
import type { Mapping } from '../../runner/mappings/mapping'

const mapping = (name: string, subscribe: string): Mapping => ({
  name,
  subscribe,
  partnerAction: 'reportWebEvent',
  mapping: {}
})

const MAPPINGS = [
  mapping('Letters', 'event = "Order Completes"'),
  mapping('Case', 'event = "Order Completed"'),
  mapping('Large', 'event = "Bulk Order" and properties.total > 300'),
  mapping('Plan', 'type = "identify" and traits.plan = "pro"')
]

const track = (event: string, properties: object = {}) => ({ type: 'track', event, properties })

function nearestTo(...events: object[]): (string | undefined)[] {
  const nearest = new NearestTriggers(MAPPINGS)
  return events.map((event) => {
    const found = nearest.find(event)
    return found && describeNearest(found)
  })
}

const CASE = 'Nearest: Case asks for event = "Order Completed", which differs by case only.'
const LARGE = 'Nearest: Large asks for properties.total > 300.'

it.each([
  ['the smallest difference', track('order completed'), CASE],
  ['the condition that fails although the name is right', track('Bulk Order', { total: 5 }), LARGE],
  [
    'the condition whose value is of another type',
    track('Bulk Order', { total: '500' }),
    'Nearest: Large asks for properties.total > 300, which is a text; the trigger compares numbers.'
  ],
  [
    'a condition about the person',
    { type: 'identify', traits: { plan: 'Pro' } },
    'Nearest: Plan asks for traits.plan = "pro", which differs by case only.'
  ],
  ['none for an event that is like none', track('Video Played'), undefined]
])('names %s', (_name, event, sentence) => {
  expect(nearestTo(event)).toEqual([sentence])
})

it('looks at each event of a name if more than the name decides', () => {
  expect(
    nearestTo(
      track('Bulk Order'),
      track('Bulk Order', { total: '500' }),
      track('order completed'),
      track('order completed')
    )
  ).toEqual([LARGE, expect.stringContaining('is a text'), CASE, CASE])
})

it('is part of an explanation, whose mask hides the value of the event', async () => {
  const explanation = await explain({ type: 'identify', traits: { plan: 'Pro' } }, MAPPINGS)
  expect(explanation.nearest).toMatchObject({ mapping: 'Plan', test: { read: { value: 'Pro' } } })
  expect(maskExplanation(explanation).nearest).toMatchObject({ mapping: 'Plan', test: { read: { value: '•••' } } })
  expect((await explain(track('Order Completed'), MAPPINGS)).nearest).toBeUndefined()
})
