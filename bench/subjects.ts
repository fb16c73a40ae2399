import type { JSONObject, RequestClient, SegmentEvent } from '@segment/actions-core'
import { Destination, MultiStatusResponse } from '@segment/actions-core'
import { transformBatch } from '@segment/actions-core/mapping-kit'
import { bindDestination } from '../runner/delivery/destination'
import { sandboxEndpoint } from '../runner/delivery/endpoint'
import { SANDBOX_ACCESS_TOKEN, SANDBOX_PIXEL_CODE } from '../sandbox/credentials'
import definition from '../src'
import type { Settings } from '../src/generated-types'
import { presets } from '../src/presets'
import type { Payload } from '../src/reportWebEvent/generated-types'
import { createOrder, createPageView } from './events'

export const SETTINGS: Settings = { accessToken: SANDBOX_ACCESS_TOKEN, pixelCode: SANDBOX_PIXEL_CODE }

/** Events of one kind, and the preset that maps them. */
export interface EventKind {
  name: string
  create: (index: number) => SegmentEvent
  mapping: JSONObject
  /** What `onEvent` and `onBatch` take for settings. */
  settings: JSONObject
}

export const EVENT_KINDS: readonly EventKind[] = [
  eventKind('orders', createOrder, 'Place an Order'),
  eventKind('page views', createPageView, 'View Content')
]

function eventKind(name: string, create: EventKind['create'], presetName: string): EventKind {
  const preset = presets.find((candidate) => candidate.name === presetName)
  const { subscribe, partnerAction, mapping = {} } = preset as (typeof presets)[number] & { subscribe: string }
  return { name, create, mapping, settings: { ...SETTINGS, subscription: { subscribe, partnerAction, mapping } } }
}

const { reportWebEvent } = definition.actions

/** The destination as it is; its requests lead to a port of this machine. */
export function createDestination(port: number): Destination<Settings> {
  return bindDestination(sandboxEndpoint({ port })).destination
}

/** What actions-core costs alone. Its name is another one, because schemas are kept by name. */
export function createFloor(): Destination<Settings> {
  return new Destination<Settings>({
    ...definition,
    name: `${definition.name} floor`,
    actions: {
      reportWebEvent: {
        ...reportWebEvent,
        perform: () => undefined,
        performBatch: (_request, { payload }) => acceptAll(payload.length)
      }
    }
  })
}

/** The destination without HTTP: the JSON is made, and the answer is there at once. */
export function createUnconnected(): Destination<Settings> {
  const { perform, performBatch } = reportWebEvent
  return new Destination<Settings>({
    ...definition,
    actions: {
      reportWebEvent: {
        ...reportWebEvent,
        perform: (_request, data) => perform(answerAtOnce, data),
        performBatch: (_request, data) => performBatch?.(answerAtOnce, data)
      }
    }
  })
}

function acceptAll(count: number): MultiStatusResponse {
  const results = new MultiStatusResponse()
  for (let index = 0; index < count; index++)
    results.setSuccessResponseAtIndex(index, { status: 200, sent: {}, body: {} })
  return results
}

const answerAtOnce = (async (_url: string, options: { json: unknown }) => {
  JSON.stringify(options.json)
  return { status: 200, content: '{"code":0,"message":"OK","request_id":"20261101000000","data":{}}' }
}) as unknown as RequestClient

/** Maps a batch as actions-core does. */
export function mapEvents(mapping: JSONObject, events: readonly SegmentEvent[]): Payload[] {
  return transformBatch(mapping, events as unknown as JSONObject[]) as unknown as Payload[]
}

/** Sends each event alone, several at a time. */
export async function sendSingly(
  destination: Destination<Settings>,
  events: readonly SegmentEvent[],
  settings: JSONObject,
  concurrency: number
): Promise<void> {
  await shareOut(events, concurrency, async (event) => {
    await destination.onEvent(event, settings)
    forgetResponses(destination)
  })
}

/** Sends events in batches, several at a time. @throws Error where an event was not accepted */
export async function sendInBatches(
  destination: Destination<Settings>,
  batches: readonly SegmentEvent[][],
  settings: JSONObject,
  concurrency: number
): Promise<void> {
  await shareOut(batches, concurrency, async (batch) => {
    const [{ multistatus }] = await destination.onBatch(batch, settings)
    forgetResponses(destination)
    const refused = multistatus?.find(({ status }) => status !== 200)
    if (refused !== undefined) throw new Error(`An event was not accepted: ${JSON.stringify(refused)}`)
  })
}

/** Every answer is kept there, whole. */
function forgetResponses(destination: Destination<Settings>): void {
  destination.responses.length = 0
}

async function shareOut<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  const runLane = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: lanes }, runLane))
}

export function cutIntoBatches(events: readonly SegmentEvent[], size: number): SegmentEvent[][] {
  const count = Math.ceil(events.length / size)
  return Array.from({ length: count }, (_, index) => events.slice(index * size, (index + 1) * size))
}
