import type { SegmentEvent } from '@segment/actions-core'
import { Destination, MultiStatusResponse } from '@segment/actions-core'
import fc from 'fast-check'
import { validatePayload } from '../../runner/transform/validate'
import definition from '../../src'
import { fitPayload } from '../__helpers__/fitted'
import { MAPPED_PAYLOAD } from '../__helpers__/observed-destination'
import { runsOf } from '../__helpers__/runs'

fc.configureGlobal({ seed: 20261125 })

const ACTION = 'reportWebEvent'
const action = definition.actions[ACTION]

/** The payloads that actions-core hands to the destination. */
const handedOver: unknown[] = []

const destination = new Destination({
  ...definition,
  actions: {
    [ACTION]: {
      ...action,
      performBatch: (_request, { payload }) => {
        handedOver.push(...payload)
        const results = new MultiStatusResponse()
        results.setSuccessResponseAtIndex(0, { status: 200, sent: {}, body: {} })
        return results
      }
    }
  }
})

/** The payload as actions-core validates it, or its error. */
async function validatedByCore(payload: unknown): Promise<{ payload: unknown } | { error: string | undefined }> {
  handedOver.length = 0
  const events = [{ payload }] as unknown as SegmentEvent[]
  const settings = { accessToken: 'not-sent', pixelCode: 'PIXEL' }
  const [result] = await destination.executeBatch(ACTION, { events, mapping: MAPPED_PAYLOAD, settings })
  return handedOver.length > 0
    ? { payload: handedOver[0] }
    : { error: (result as { errormessage?: string }).errormessage }
}

function validated(payload: Record<string, unknown>): { payload: unknown } | { error: string } {
  const error = validatePayload(ACTION, payload)
  return error === undefined ? { payload } : { error: error.message }
}

/** Amounts stay numbers, of which actions-core makes texts. */
function withTexts(payload: Record<string, unknown>): Record<string, unknown> {
  const texts = Object.entries(payload).map(([key, value]) => [
    key,
    typeof value === 'number' && key !== 'batch_size' ? String(value) : value
  ])
  const contents = (payload.contents as object[] | undefined)?.map(withTexts as never)
  return { ...Object.fromEntries(texts), ...(contents && { contents }) }
}

const oddValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('', ' ', 'true', 'false', 1, 0, 1000, 1001, '12.50', '5', null, undefined, -0, Infinity, [undefined])
)

const anyPayload = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...Object.keys(action.fields), 'unknown', 'toString'), oddValue),
    fc.record({ event: fc.constantFrom('Purchase', 'Purchase', 5, '', undefined), timestamp: oddValue })
  )
  .map(([values, required]) => ({ ...values, ...required }))

it('gives the payload or the error that actions-core gives', async () => {
  await fc.assert(
    fc.asyncProperty(anyPayload, async (mapped) => {
      const fitted = () => fitPayload(mapped)
      expect(validated(withTexts(fitted()))).toEqual(await validatedByCore(fitted()))
    }),
    { numRuns: runsOf(150) }
  )
})

it.each<[what: string, payload: object, message: string]>([
  ['no event', {}, "The root value is missing the required field 'event'."],
  ['an object as the event', { event: { a: 1 } }, 'Event Name must be a string but it was an object.'],
  [
    'a batch that is too large',
    { event: 'Purchase', batch_size: 1001 },
    'Batch Size must be equal to or less than 1000.'
  ]
])('refuses %s', (_what, payload, message) => {
  const error = validatePayload(ACTION, fitPayload(payload))
  expect(error).toEqual({ class: 'PayloadValidationError', status: 400, message })
})
