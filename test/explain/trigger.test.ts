import type { Condition, Test } from '../../runner/explain'
import { explain } from '../../runner/explain'

const MAPPING = { event: 'Purchase' }

/** The only condition of a trigger, evaluated. */
async function evaluate(subscribe: string, event: object): Promise<Condition> {
  const mapping = { name: 'Mine', subscribe, partnerAction: 'reportWebEvent', mapping: MAPPING }
  const { mappings } = await explain(event, [mapping])
  return mappings[0].trigger.condition as Condition
}

async function evaluateTest(subscribe: string, event: object): Promise<Test> {
  const condition = await evaluate(subscribe, event)
  return (condition.kind === 'group' ? condition.conditions[0] : condition) as Test
}

it('shows each condition of nested groups with its own truth', async () => {
  const event = { type: 'track', event: 'Order Completed', properties: { total: 250, plan: 'pro' } }
  const condition = await evaluate(
    'event = "Order Completed" and (properties.total > 300 or properties.plan = "free")',
    event
  )
  expect(condition).toEqual({
    kind: 'group',
    operator: 'and',
    holds: false,
    conditions: [
      {
        kind: 'test',
        fql: 'event = "Order Completed"',
        holds: true,
        read: { path: '$.event', isPresent: true, value: 'Order Completed' }
      },
      {
        kind: 'group',
        operator: 'or',
        holds: false,
        conditions: [
          {
            kind: 'test',
            fql: 'properties.total > 300',
            holds: false,
            read: { path: '$.properties.total', isPresent: true, value: 250 }
          },
          {
            kind: 'test',
            fql: 'properties.plan = "free"',
            holds: false,
            read: { path: '$.properties.plan', isPresent: true, value: 'pro' }
          }
        ]
      }
    ]
  })
})

describe('a near miss', () => {
  it.each<[subscribe: string, event: object, message: string | undefined]>([
    ['event = "Order Completed"', { event: 'order completed' }, 'differs by case only'],
    ['event = "Order Completed"', { event: ' Order  Completed' }, 'differs by spaces or punctuation only'],
    ['event = "Order Completed"', { event: 'order_completed' }, 'differs by case, spaces or punctuation only'],
    ['event = "Order Completed"', { event: 'Order Complete' }, 'differs by 1 letter'],
    ['event = "Order Completed"', { event: 'Ordre Completed' }, 'differs by 2 letters'],
    ['event = "Order Completed"', { event: 'Order Refunded' }, undefined],
    ['event = "Lead"', { event: 'Load' }, 'differs by 1 letter'],
    ['event = "Lead"', { event: 'Loud' }, undefined],
    ['contains(event, "Order")', { event: 'my order' }, 'differs by case only'],
    ['match(event, "Order*")', { event: 'orders' }, 'differs by case only'],
    ['match(event, "*Done")', { event: 'order done' }, 'differs by case only'],
    ['properties.total > 100', { properties: { total: '250' } }, 'is a text; the trigger compares numbers'],
    ['properties.total > 100', { properties: { total: 'much' } }, undefined],
    ['properties.total = 5', { properties: { total: '5' } }, 'is a text; the trigger compares numbers'],
    ['properties.size = "5"', { properties: { size: 5 } }, 'is a number; the trigger compares texts'],
    ['properties.isNew = true', { properties: { isNew: 'True' } }, 'is a text; the trigger compares true and false'],
    ['properties.total != 5', {}, 'holds only for events that have the value'],
    ['!contains(properties.plan, "x")', { properties: {} }, 'holds only for events that have the value'],
    ['event != "Order"', { event: 'Order' }, undefined]
  ])('of %s with %j: %s', async (subscribe, event, message) => {
    const { holds, nearMiss } = await evaluateTest(subscribe, event)
    expect(holds).toBe(false)
    expect(nearMiss?.message).toBe(message)
  })

  it('is not sought for a condition that holds', async () => {
    expect(await evaluateTest('event = "A"', { event: 'A' })).toMatchObject({ holds: true, nearMiss: undefined })
  })
})

it.each([
  ['properties.Total > 1', { properties: { total: 2 } }, '$.properties.total'],
  ['context.user_agent != null', { context: { userAgent: 'x' } }, '$.context.userAgent'],
  ['properties.currency = "USD"', { properties: { curency: 'USD' } }, '$.properties.curency'],
  ['properties.total > 1', { properties: { plan: 2 } }, undefined],
  ['traits.email != null', {}, undefined]
])('names a path that is nearly the absent one of %s', async (subscribe, event, nearest) => {
  expect((await evaluateTest(subscribe, event)).read).toMatchObject({ isPresent: false, nearest })
})

it.each(['', '('])('says that a trigger is not valid: %j', async (subscribe) => {
  const mapping = { name: 'Mine', subscribe, partnerAction: 'reportWebEvent', mapping: MAPPING }
  const { mappings } = await explain({ event: 'A' }, [mapping])
  expect(mappings).toEqual([{ name: 'Mine', trigger: { fql: subscribe, matches: false } }])
})
