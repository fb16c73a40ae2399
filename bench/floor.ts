import { hash } from 'node:crypto'
import type { JSONObject, RequestClient, SegmentEvent } from '@segment/actions-core'
import { Destination } from '@segment/actions-core'
import { SANDBOX_ACCESS_TOKEN, SANDBOX_PIXEL_CODE } from '../sandbox/credentials'
import definition from '../src'
import type { Settings } from '../src/generated-types'
import { presets } from '../src/presets'
import type { Payload } from '../src/reportWebEvent/generated-types'
import type { TikTokRequest } from '../src/reportWebEvent/types'
import { eventsOf } from './generate'
import type { Variant } from './measure'

export const SETTINGS: Settings = { accessToken: SANDBOX_ACCESS_TOKEN, pixelCode: SANDBOX_PIXEL_CODE }
export const ACTION = 'reportWebEvent'

/** Preset by kind of event. */
export const PRESETS = { orders: presetNamed('Place an Order'), pages: presetNamed('View Content') }

export type Kind = keyof typeof PRESETS

function presetNamed(name: string) {
  const preset = presets.find((candidate) => candidate.name === name)
  return preset as typeof preset & { subscribe: string; mapping: JSONObject }
}

/** actions-core without the code of the destination: it hands over the payloads, mapped and validated. */
export function createActionsCore(take: (payloads: Payload[]) => void): Destination<Settings> {
  const performBatch = (_request: RequestClient, { payload }: { payload: Payload[] }) => take(payload)
  return new Destination({ ...definition, actions: { [ACTION]: { ...definition.actions[ACTION], performBatch } } })
}

/** The code of the destination without actions-core: its request client hands over the body, and answers at once. */
export async function runOwnCode(payload: Payload[], take: (body: TikTokRequest) => void): Promise<void> {
  const request = async (_url: string, { json }: { json: TikTokRequest }) => {
    take(json)
    return { status: 200, content: '{"code":0,"message":"OK","request_id":"20261101000000"}' }
  }
  await definition.actions[ACTION].performBatch?.(request as unknown as RequestClient, { settings: SETTINGS, payload })
}

/** A batch of 1,000 events at three stages of its way. */
export interface Batch {
  lines: Buffer[]
  payloads: Payload[]
  request: TikTokRequest
}

export async function createBatches(kind: Kind, count: number): Promise<Batch[]> {
  return Promise.all(Array.from({ length: count }, (_, number) => createBatch(kind, number)))
}

async function createBatch(kind: Kind, number: number): Promise<Batch> {
  const createEvent = eventsOf(kind)
  const lines = Array.from({ length: 1000 }, (_, index) => {
    return Buffer.from(JSON.stringify(createEvent(1000 * number + index)))
  })
  const batch = { lines } as Batch
  const actionsCore = createActionsCore((payloads) => Object.assign(batch, { payloads }))
  const { mapping } = PRESETS[kind]
  await actionsCore.executeBatch(ACTION, { events: lines.map(parseLine), mapping, settings: SETTINGS })
  await runOwnCode(batch.payloads, (request) => Object.assign(batch, { request }))
  return batch
}

export function parseLine(line: Buffer): SegmentEvent {
  return JSON.parse(line.toString())
}

/**
 * The least that any sender has to do: read the lines, make the digests that TikTok requires, and write the requests.
 * @throws Error if the requests hold other digests
 */
export function createFloor(name: string, batches: readonly Batch[]): Variant {
  const work = batches.map(({ lines, request }) => ({ lines, request, texts: lines.map(parseLine).map(textsToHash) }))
  const digests = work[0].texts[0].map((text) => hash('sha256', text)).sort()
  const required = JSON.stringify(work[0].request.data[0].user).match(/\b[a-f0-9]{64}\b/g) ?? []
  if (digests.join() !== required.sort().join()) throw new Error('The floor makes the wrong digests.')

  const run = () => {
    for (const { lines, texts, request } of work) {
      for (const line of lines) parseLine(line)
      for (const textsOfEvent of texts) for (const text of textsOfEvent) hash('sha256', text)
      JSON.stringify(request)
    }
  }
  // Rounds can be minutes apart: caches are cold then, which made the floor three times as high.
  const prepare = () => [run, run, run].forEach((warmUp) => void warmUp())
  return { name, events: 1000 * batches.length, prepare, run }
}

/** Normalised identifiers: six of an order, one of a page view. */
function textsToHash({ userId, anonymousId, context }: SegmentEvent): string[] {
  const { email, phone, firstName, lastName, address } = (context?.traits ?? {}) as Record<string, unknown>
  const { postalCode } = (address ?? {}) as Record<string, unknown>
  const texts = [email, phone, userId ?? anonymousId, firstName, lastName, postalCode]
  return texts.filter((text) => typeof text === 'string').map((text) => text.toLowerCase().replace(' ', ''))
}
