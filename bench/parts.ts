import { fieldsToJsonSchema, validateSchema } from '@segment/actions-core'
import definition from '../src'
import { buildEnvelope, buildEvent } from '../src/reportWebEvent/build'
import type { Payload } from '../src/reportWebEvent/generated-types'
import { hash, hashAll } from '../src/reportWebEvent/hash'
import { normalizeEmail, normalizeExternalId, normalizeName, normalizePhone } from '../src/reportWebEvent/normalize'
import { createEvents } from './events'
import type { Variant } from './measure'
import { measureRounds, warmUp } from './measure'
import { startReceiver } from './receivers'
import type { Section } from './report'
import type { Size } from './sizes'
import type { EventKind } from './subjects'
import {
  createDestination,
  createFloor,
  createUnconnected,
  cutIntoBatches,
  EVENT_KINDS,
  mapEvents,
  SETTINGS,
  sendInBatches
} from './subjects'

const schema = fieldsToJsonSchema(definition.actions.reportWebEvent.fields)

/** Where the time of an event goes, in batches of 1000. What cannot be called alone is a difference. */
export async function benchParts(size: Size): Promise<Section> {
  const receiver = await startReceiver('plain')
  try {
    const sections = []
    for (const kind of EVENT_KINDS) sections.push(await measureParts(kind, size, receiver.port))
    const [orders, pageViews] = sections
    const total = { orders: orders.total, pageViews: pageViews.total }
    const rows = Object.keys(orders).map((part) => ({
      'CPU µs/event': part,
      orders: orders[part],
      '% ': (100 * orders[part]) / total.orders,
      'page views': pageViews[part],
      '%': (100 * pageViews[part]) / total.pageViews
    }))
    return { title: 'Parts, in batches of 1000', rows, targets: [] }
  } finally {
    receiver.close()
  }
}

async function measureParts(kind: EventKind, { rounds, batched }: Size, port: number): Promise<Record<string, number>> {
  const variants = createVariants(kind, batched, port)
  await warmUp(variants)
  const measurements = await measureRounds(variants, rounds)
  const part = (name: string) => measurements.median(name, 'cpuPerEvent')
  const difference = (...names: string[]) =>
    measurements.combine(
      'cpuPerEvent',
      (whole, ...others) => others.reduce((rest, other) => rest - other, whole),
      ...names
    ).median
  return {
    mapping: part('mapping'),
    validation: part('validation'),
    'rest of actions-core': difference('floor', 'mapping', 'validation'),
    'build without hash': difference('build', 'hash'),
    hash: part('hash'),
    JSON: part('JSON'),
    'results, grouping': difference('without HTTP', 'floor', 'build', 'JSON'),
    HTTP: difference('destination', 'without HTTP'),
    total: part('destination')
  }
}

function createVariants({ mapping, create, settings }: EventKind, count: number, port: number): Variant[] {
  const events = createEvents(count, create)
  const batches = cutIntoBatches(events, 1000)
  const mapAll = () => mapEvents(mapping, events)
  const payloads = mapAll()
  for (const payload of payloads) validate(payload)
  const requests = cutIntoBatches(events, 1000).map((_, index) => ({
    ...buildEnvelope(payloads[0], SETTINGS),
    data: payloads.slice(index * 1000, (index + 1) * 1000).map((payload) => buildEvent(payload, Date.now()))
  }))
  // Validation changes what it validates.
  let unvalidated: Payload[] = []

  const variants: Omit<Variant, 'events'>[] = [
    { name: 'mapping', run: () => void mapAll() },
    {
      name: 'validation',
      prepare: () => {
        unvalidated = mapAll()
      },
      run: () => unvalidated.forEach(validate)
    },
    { name: 'build', run: () => payloads.forEach((payload) => void buildEvent(payload, Date.now())) },
    { name: 'hash', run: () => payloads.forEach(hashPerson) },
    { name: 'JSON', run: () => requests.forEach((request) => void JSON.stringify(request)) },
    ...Object.entries({
      floor: createFloor(),
      'without HTTP': createUnconnected(),
      destination: createDestination(port)
    }).map(([name, destination]) => ({ name, run: () => sendInBatches(destination, batches, settings, 1) }))
  ]
  return variants.map((variant) => ({ ...variant, events: count }))
}

function validate(payload: Payload): void {
  validateSchema(payload, schema, { schemaKey: 'bench', exempt: ['dynamicAuthSettings'] })
}

/** What the build hashes. */
function hashPerson({ email, phone_number, external_id, first_name, last_name, address }: Payload): void {
  hashAll(email, normalizeEmail)
  hashAll(phone_number, normalizePhone)
  hashAll(external_id, normalizeExternalId)
  hash(first_name ?? '', normalizeName)
  hash(last_name ?? '', normalizeName)
  hash(address?.zip_code ?? '', normalizeName)
}
