import type { JSONObject } from '@segment/actions-core'
import { defaultValues } from '@segment/actions-core'
import definition from '../src'
import { property, propertyOrTrait } from '../src/reportWebEvent/fields/paths'
import { createEvents, createOrder } from './events'
import type { Variant } from './measure'
import { measureRounds, warmUp } from './measure'
import type { Section } from './report'
import type { Size } from './sizes'
import { EVENT_KINDS, mapEvents } from './subjects'

/** The mapping of a preset takes no more than this share of the large one's time. */
const MAX_SHARE = 0.5

const LARGE = '36 fields, two of them objects of 20 keys'

/** The mappings of presets, and one that is as large as mappings get. */
export async function benchMapping({ batched, rounds }: Size): Promise<Section> {
  const [orders] = EVENT_KINDS
  const variants: Variant[] = [
    createVariant(LARGE, largeMapping(), createOrder, batched),
    ...EVENT_KINDS.map(({ name, mapping, create }) => createVariant(name, mapping, create, batched)),
    createVariant('orders, without their products', { ...orders.mapping, contents: [] }, createOrder, batched),
    createVariant('orders, all fields', { ...allDefaults(), ...orders.mapping }, createOrder, batched)
  ]
  await warmUp(variants)
  const measurements = await measureRounds(variants, rounds)
  return {
    title: 'Mapping, in batches of 1000',
    rows: variants.map(({ name }) => ({
      '': name,
      'CPU µs/event': measurements.median(name, 'cpuPerEvent'),
      ratio: measurements.ratio(name, LARGE, 'cpuPerEvent').median
    })),
    targets: EVENT_KINDS.map(({ name }) => ({
      name: `mapping of ${name} to 36 fields, CPU`,
      figure: measurements.ratio(name, LARGE, 'cpuPerEvent'),
      atMost: MAX_SHARE
    }))
  }
}

function createVariant(
  name: string,
  mapping: JSONObject,
  create: (typeof EVENT_KINDS)[number]['create'],
  events: number
): Variant {
  const batch = createEvents(1000, create)
  const run = () => {
    for (let done = 0; done < events; done += batch.length) mapEvents(mapping, batch)
  }
  return { name, events, run }
}

/** What a new mapping begins with. */
function allDefaults(): JSONObject {
  return defaultValues(definition.actions.reportWebEvent.fields) as JSONObject
}

function largeMapping(): JSONObject {
  const field = (index: number) => `field_${index}`
  const singles = indexes(34).map((index) => [field(index), propertyOrTrait(field(index))])
  const object = Object.fromEntries(indexes(20).map((index) => [field(index), property(field(index))]))
  return { ...Object.fromEntries(singles), travel: object, vehicle: object }
}

function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
