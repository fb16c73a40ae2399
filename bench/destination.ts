import { hash } from 'node:crypto'
import type { JSONObject, RequestClient, SegmentEvent } from '@segment/actions-core'
import { Destination } from '@segment/actions-core'
import { transformBatch } from '@segment/actions-core/mapping-kit'
import { bindDestination } from '../runner/delivery/destination'
import { sandboxEndpoint } from '../runner/delivery/endpoint'
import type { Mapping } from '../runner/mappings/mapping'
import { presetMappings } from '../runner/mappings/presets'
import { SANDBOX_ACCESS_TOKEN, SANDBOX_PIXEL_CODE } from '../sandbox/credentials'
import definition from '../src'
import type { Settings } from '../src/generated-types'
import type { Payload } from '../src/reportWebEvent/generated-types'
import type { TikTokRequest } from '../src/reportWebEvent/types'
import { eventsOf } from './generate'
import type { Figure, Variant } from './measure'
import { measureRounds } from './measure'

const presetNamed = (name: string) => presetMappings().find((preset) => preset.name === name) as Mapping

/** Preset by kind of event. */
export const PRESETS = { orders: presetNamed('Place an Order'), pages: presetNamed('View Content') }

type Kind = keyof typeof PRESETS

const settings: Settings = { accessToken: SANDBOX_ACCESS_TOKEN, pixelCode: SANDBOX_PIXEL_CODE }
const { reportWebEvent } = definition.actions
const CORE = 'mapping, clean-up, validation'

/** Figures by part. Parts that cannot be called separately are differences. */
const FIGURES: Record<string, readonly Figure[]> = {
  batches: [
    { name: 'HTTP, CPU µs/event', of: ({ cpu }, of) => cpu - of[CORE].cpu - of['own code'].cpu - of.JSON.cpu },
    { name: 'CPU / floor', of: ({ cpu }, { floor }) => cpu / floor.cpu },
    { name: 'events/s / singles', of: ({ speed }, { singles }) => speed / singles.speed, atLeast: 5 }
  ],
  [CORE]: [{ name: 'clean-up, validation, CPU µs/event', of: ({ cpu }, { mapping }) => cpu - mapping.cpu }],
  'own code': [{ name: 'CPU µs/event', of: ({ cpu }) => cpu, atMost: 25 }]
}

/** The destination through actions-core, in batches and as single events, and the parts of a batch. */
export async function benchDestination(kind: Kind, count: number, port: number): Promise<Variant[]> {
  const batches = await createBatches(kind, count)
  const { mapping } = PRESETS[kind]
  const single = { ...settings, subscription: { ...PRESETS[kind] } }
  const { destination } = bindDestination(sandboxEndpoint({ port }))
  const core = createActionsCore(() => undefined)
  const sendSingles = async (events: readonly SegmentEvent[]) => {
    for (const event of events) await destination.onEvent(event, single)
    destination.responses.length = 0
  }
  const toVariant = (name: string, run: (batch: Batch) => unknown, size = 1000): Variant => ({
    name,
    events: size * batches.length,
    figures: FIGURES[name],
    // A CDP has just read its events: those that were mapped before are a little faster.
    prepare: () => {
      for (const batch of batches) batch.events = batch.lines.map(parseLine)
    },
    run: async () => {
      for (const batch of batches) await run(batch)
    }
  })
  const variants = [
    createFloor('floor', batches),
    toVariant('batches', ({ events }) => sendBatch(destination, events, mapping)),
    toVariant('mapping', ({ events }) => transformBatch(mapping, events as unknown as JSONObject[])),
    toVariant(CORE, ({ events }) => sendBatch(core, events, mapping)),
    toVariant('own code', ({ payloads }) => runOwnCode(payloads)),
    toVariant('JSON', ({ request }) => JSON.stringify(request)),
    toVariant('singles', ({ events }) => sendSingles(events.slice(0, 100)), 100)
  ]
  // The code is compiled before it is measured.
  await measureRounds(variants, 1)
  return variants
}

/** A batch of 1,000 events at each stage of its way. */
interface Batch {
  lines: readonly Buffer[]
  events: SegmentEvent[]
  payloads: Payload[]
  request: TikTokRequest
}

export async function createBatches(kind: Kind, count: number): Promise<Batch[]> {
  const batches: Batch[] = []
  for (let first = 0; first < 1000 * count; first += 1000) {
    const events = Array.from({ length: 1000 }, (_, index) => eventsOf(kind)(first + index))
    const lines = events.map((event) => Buffer.from(JSON.stringify(event)))
    const payloads: Payload[] = []
    await sendBatch(
      createActionsCore((taken) => payloads.push(...taken)),
      events,
      PRESETS[kind].mapping
    )
    batches.push({ lines, events, payloads, request: await runOwnCode(payloads) })
  }
  return batches
}

function parseLine(line: Buffer): SegmentEvent {
  return JSON.parse(line.toString())
}

async function sendBatch(target: Destination<Settings>, events: SegmentEvent[], mapping: JSONObject): Promise<void> {
  const results = await target.executeBatch('reportWebEvent', { events, mapping, settings })
  if (results.some(({ status }) => status !== 200)) throw new Error('An event was not accepted.')
  // actions-core keeps every answer.
  target.responses.length = 0
}

/** actions-core without the code of the destination: it hands over the payloads, mapped and validated. */
function createActionsCore(take: (payloads: Payload[]) => unknown): Destination<Settings> {
  const performBatch = (_request: RequestClient, { payload }: { payload: Payload[] }) => take(payload)
  return new Destination({ ...definition, actions: { reportWebEvent: { ...reportWebEvent, performBatch } } })
}

/** The code of the destination without actions-core: its request client answers at once. @returns the request */
async function runOwnCode(payload: Payload[]): Promise<TikTokRequest> {
  const requests: TikTokRequest[] = []
  const request = async (_url: string, { json }: { json: TikTokRequest }) => {
    requests.push(json)
    return { status: 200, content: '{"code":0,"message":"OK","request_id":"20261101000000"}' }
  }
  await reportWebEvent.performBatch?.(request as unknown as RequestClient, { settings, payload })
  return requests[0]
}

/**
 * The least that any sender has to do: read the lines, make the digests that TikTok requires, and write the requests.
 * @throws Error if the requests hold other digests
 */
export function createFloor(name: string, batches: readonly Batch[]): Variant {
  const work = batches.map((batch) => ({ ...batch, texts: batch.payloads.flatMap(textsToHash) }))
  const [{ payloads, request }] = batches
  const digests = textsToHash(payloads[0]).map((text) => hash('sha256', text))
  const required = JSON.stringify(request.data[0].user).match(/\b[a-f0-9]{64}\b/g) ?? []
  if (digests.sort().join() !== required.sort().join()) throw new Error('The floor makes the wrong digests.')

  const run = () => {
    for (const { lines, texts, request } of work) {
      for (const line of lines) parseLine(line)
      for (const text of texts) hash('sha256', text)
      JSON.stringify(request)
    }
  }
  // Rounds can be minutes apart: caches are cold then, which made the floor three times as high.
  const prepare = () => [run, run, run].forEach((warmUp) => void warmUp())
  return { name, events: 1000 * batches.length, prepare, run }
}

/** Normalised identifiers: six of an order, one of a page view. */
function textsToHash({ email, phone_number, external_id, first_name, last_name, address }: Payload): string[] {
  const texts = [email, phone_number, external_id, first_name, last_name, address?.zip_code].flat()
  return texts.filter((text) => text !== undefined).map((text) => text.toLowerCase().replace(' ', ''))
}
