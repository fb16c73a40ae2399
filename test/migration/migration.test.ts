import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JSONObject } from '@segment/actions-core'
import { ROOT } from '../__helpers__/command'
import { observeDestination } from '../__helpers__/observed-destination'
import { requestOfFormer } from './former'
import { EVENTS, SAVED } from './pairs'

const PAGE = readFileSync(join(ROOT, 'docs/migration.md'), 'utf8')

/** A value that one of both sent; `undefined` where it sent none. */
type Sent = unknown

/** Matches a difference that the page lists. */
interface Listed {
  /** Beginning of the row of the page, as it stands there. */
  row: string
  path: RegExp
  /** All differences at the path by default. */
  when?: (former: Sent, now: Sent, event: string) => boolean
}

const isDigest = (value: Sent): value is string => /^[a-f0-9]{64}$/i.test(String(value))
const isLeftOut = (_former: Sent, now: Sent) => now === undefined
const isAdded = (former: Sent) => former === undefined
const of =
  (...events: string[]) =>
  (_former: Sent, _now: Sent, event: string) =>
    events.includes(event)

/** The first that matches a difference names it. */
const LISTED: Listed[] = [
  { row: 'Event Name cannot be one', path: /^refused$/, when: (_, now) => /^Event Name is neither/.test(String(now)) },
  {
    row: 'Event Timestamp cannot be read',
    path: /^refused$/,
    when: (_, now) => /could not be parsed/.test(String(now))
  },
  { row: 'Event Timestamp lies more', path: /^refused$/, when: (_, now) => /lies more than a year/.test(String(now)) },
  { row: 'Value is negative', path: /^refused$/, when: (_, now) => /^Value is negative/.test(String(now)) },
  { row: 'Event Source is `app`', path: /^refused$/, when: (_, now) => /^Event Source is neither/.test(String(now)) },
  { row: 'CRM event without a lead ID', path: /^refused$/, when: (_, now) => /^TikTok Lead ID/.test(String(now)) },
  { row: 'Value, Number of Items or Predicted', path: /^refused$/, when: isLeftOut },

  {
    row: 'any hashed one, as a digest in capitals',
    path: /^data\.0\.user\./,
    when: (former, now) => isDigest(former) && String(former).toLowerCase() === now
  },
  {
    row: 'any of these',
    path: /^data\.0\.user\./,
    when: (_, now, event) => now === undefined && event === 'of nobody'
  },
  { row: 'External ID', path: /user\.external_id/, when: of('with spaces and capitals') },
  { row: 'TikTok Click ID', path: /user\.ttclid$/, when: of('with two click IDs', 'with a relative address') },
  { row: 'Phone Number in Mexico', path: /user\.phone/, when: of('of a phone in Mexico') },
  { row: 'Phone Number |', path: /user\.phone/, when: of('with a national phone') },
  { row: 'Email', path: /user\.email/, when: of('with spaces and capitals') },
  { row: 'First Name, Last Name', path: /user\.first_name$/, when: of('with spaces and capitals') },
  { row: 'Zip Code', path: /user\.zip_code$/, when: of('with letters of other languages') },
  { row: 'City, State', path: /user\.city$/, when: of('with letters of other languages') },
  { row: 'Country', path: /user\.country$/, when: of('with letters of other languages') },
  { row: 'IP Address', path: /user\.ip$/, when: of('of a private network') },

  { row: 'Limited Data Use', path: /limited_data_use$/, when: isLeftOut },
  {
    row: 'Event Name |',
    path: /data\.0\.event$/,
    when: (former, now) => former === 'addtocart' && now === 'AddToCart'
  },
  { row: 'Contents, Content IDs', path: /properties\.contents$/, when: (former) => former === '[]' },
  { row: 'Contents, Content IDs', path: /properties\.content_ids$/, when: (former) => former === '[]' },
  { row: 'Contents, Content IDs', path: /properties\.content_ids\.\d$/, when: isAdded },
  { row: 'Content Type', path: /properties\.content_type$/, when: isLeftOut },
  { row: 'Currency', path: /properties\.currency$/, when: of('with a currency in words') },
  { row: 'Currency', path: /properties\.(currency|value)$/, when: of('with words as amounts') },
  { row: 'Value, Price', path: /contents\.0\.price$/, when: of('with a price and its currency') },
  { row: 'Value, if there is none', path: /properties\.value$/, when: isAdded },
  { row: 'Number of Items', path: /properties\.num_items$/, when: (former) => isAdded(former) || former === 2.5 },
  { row: 'Event Timestamp |', path: /event_time$/, when: (former, now) => former === null && typeof now === 'number' },
  { row: 'Page Referrer', path: /page\.referrer$/, when: isLeftOut },
  { row: 'Customer Type, Delivery Category', path: /properties\.customer_type$/, when: (former) => former === 'vip' },
  { row: 'VIN', path: /properties\.vin$/, when: (former) => String(former).length > 17 },
  { row: 'Dates of Travel Fields', path: /properties\.checkin_date$/, when: of('with another form of date') },
  { row: 'TikTok Lead ID', path: /lead\.lead_id$/, when: isAdded }
]

async function requestOfThis(mapping: JSONObject, event: object): Promise<object> {
  const { destination, settings, bodies } = observeDestination('PIXELCODE')
  const subscription = { name: 'saved', subscribe: 'type = "track"', partnerAction: 'reportWebEvent', mapping }
  try {
    await destination.onEvent(event as never, { ...settings, subscriptions: [subscription] } as never)
    return JSON.parse(bodies[0])
  } catch (error) {
    return { refused: (error as Error).message }
  }
}

/** The values of a request by their paths. An empty list is a value. */
function valuesOf(value: unknown, path = ''): [path: string, value: Sent][] {
  if (Array.isArray(value) && value.length === 0) return [[path, '[]']]
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [[path, value]]
  return Object.entries(value).flatMap(([key, below]) => valuesOf(below, path === '' ? key : `${path}.${key}`))
}

/** A request that is not made has one difference: the reason. */
function differencesOf(former: object, now: object): [path: string, former: Sent, now: Sent][] {
  const isRefused = 'refused' in former || 'refused' in now
  const [before, after] = [new Map(valuesOf(former)), new Map(valuesOf(now))]
  const paths = isRefused ? ['refused'] : [...new Set([...before.keys(), ...after.keys()])]
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => [path, before.get(path), after.get(path)])
}

const PAIRS = Object.entries(SAVED).flatMap(([mapping, saved]) =>
  Object.entries(EVENTS).map(([event, data]) => ({ mapping, event, saved, data }))
)

const VALUE = 'data.0.properties.value'

let unlisted: string[]
let found: Set<Listed>

beforeAll(async () => {
  unlisted = []
  found = new Set()
  for (const { mapping, event, saved, data } of PAIRS) {
    for (const [path, former, now] of differencesOf(requestOfFormer(saved, data), await requestOfThis(saved, data))) {
      const listed = LISTED.find((each) => each.path.test(path) && (each.when?.(former, now, event) ?? true))
      if (listed !== undefined) found.add(listed)
      else unlisted.push(`${mapping}, ${event}: ${path} was ${former}, is ${now}`)
    }
  }
})

it('compares a hundred pairs of an event and a saved mapping', () => expect(PAIRS.length).toBeGreaterThanOrEqual(100))

it('finds no difference that docs/migration.md does not list', () => expect(unlisted).toEqual([]))

it('calculates no value beside a total that no field maps, and sends the total once Value is mapped to it, as the page says', async () => {
  const saved = SAVED['a preset with all fields']
  const data = EVENTS['with a total that no field maps']
  const sentValue = async (mapping: typeof saved) => new Map(valuesOf(await requestOfThis(mapping, data))).get(VALUE)
  expect(await sentValue(saved)).toBeUndefined()
  expect(await sentValue({ ...saved, value: { '@path': '$.properties.total' } })).toBe(45)
  expect(PAGE).toContain('a `total` that no field maps, map it to Value: beside it, no value is calculated')
})

it.each(LISTED.map((listed) => [listed.row, listed] as const))(
  'finds the difference of the row "%s"',
  (row, listed) => {
    expect(PAGE).toContain(`\n| ${row}`)
    expect(found.has(listed)).toBe(true)
  }
)

it.each(['Who the event is about', 'What the event says'])('finds each difference below "%s"', (heading) => {
  const section = PAGE.split(`\n## ${heading}\n`)[1].split('\n## ')[0]
  const rows = section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| field |'))
  const isFound = (row: string) => LISTED.some((listed) => row.startsWith(`| ${listed.row}`) && found.has(listed))
  expect(rows.length).toBeGreaterThan(10)
  expect(rows.filter((row) => !isFound(row))).toEqual([])
})
