import { BatchDeliverer } from '../../runner/delivery/batch-deliverer'
import type { PendingEvent } from '../../runner/delivery/batcher'
import { Dispatcher } from '../../runner/delivery/dispatcher'
import { dryRunEndpoint } from '../../runner/delivery/endpoint'
import type { RateLimiter } from '../../runner/delivery/rate-limiter'
import { createRecorder, encode, PURCHASE, ROUTE } from './__helpers__/pending'

const CONFIG = {
  endpoint: dryRunEndpoint(),
  mappings: [ROUTE],
  keepsRequests: false,
  rate: 10,
  maxAttempts: 1,
  retryDelay: 1,
  timeout: 60_000
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

/** A dispatcher whose requests wait until the test lets them go. */
function createDispatcher(limit: number) {
  const held: { go: () => void; fail: (error: Error) => void }[] = []
  const gate = {
    acquire: () => new Promise<void>((go, fail) => held.push({ go, fail })),
    backOff: () => {},
    reset: () => {},
    pauseLeft: 0
  }
  const { signal } = new AbortController()
  const listener = { waiting: () => {} }
  const createDeliverer = () => new BatchDeliverer(CONFIG, gate as unknown as RateLimiter, signal, listener)
  const dispatcher = new Dispatcher(limit, createDeliverer)
  return { dispatcher, held }
}

/** A batch of one event, and the recorder of its chunk. */
function createBatch() {
  const recorder = createRecorder()
  const [{ encoded, line, route }] = encode([PURCHASE])
  const event: PendingEvent = { encoded, line: recorder.expect(line), route, recorder }
  recorder.close()
  return { batch: { events: [event], weight: encoded.weight }, recorder }
}

it('sends as many batches at a time as its limit, and the next when one has ended', async () => {
  const { dispatcher, held } = createDispatcher(2)
  const batches = [createBatch(), createBatch(), createBatch()]
  const inFlight: number[] = []
  const ended: number[] = []
  const dispatched = batches.map(({ batch }, index) =>
    dispatcher.dispatch(batch, () => ended.push(index)).then(() => inFlight.push(index))
  )
  await turn()
  expect({ inFlight, requests: held.length }).toEqual({ inFlight: [0, 1], requests: 2 })

  held[1].go()
  await turn()
  expect({ inFlight, ended, requests: held.length }).toEqual({ inFlight: [0, 1, 2], ended: [1], requests: 3 })

  for (const { go } of held) go()
  await Promise.all(dispatched)
  for (const { recorder } of batches) expect((await recorder.result).tally).toMatchObject({ delivered: 1 })
  expect(dispatcher.isIdle).toBe(true)
})

it('sends nothing after a stop, and abandons the events', async () => {
  const { dispatcher, held } = createDispatcher(2)
  const { batch, recorder } = createBatch()
  const stop = { reason: 'interrupted', isUnauthorized: false }
  dispatcher.stop = stop
  const ended = jest.fn()
  await dispatcher.dispatch(batch, ended)
  expect(ended).toHaveBeenCalledTimes(1)
  expect(held).toEqual([])
  expect(await recorder.result).toMatchObject({ stop, tally: { read: 0 } })
})

it('stops for a batch that waited for its turn when the stop came', async () => {
  const { dispatcher, held } = createDispatcher(1)
  const [first, second] = [createBatch(), createBatch()]
  await dispatcher.dispatch(first.batch, () => {})
  const dispatched = dispatcher.dispatch(second.batch, () => {})
  dispatcher.stop = { reason: 'interrupted', isUnauthorized: false }
  await turn()
  held[0].go()
  await dispatched
  expect(held).toHaveLength(1)
  expect((await second.recorder.result).stop?.reason).toBe('interrupted')
})

it('reports an internal error to the chunk of the events, and goes on', async () => {
  const { dispatcher, held } = createDispatcher(1)
  const [broken, next] = [createBatch(), createBatch()]
  const fault = new TypeError('Cannot read properties of undefined')
  Object.defineProperty(broken.batch.events[0], 'encoded', {
    get: () => {
      throw fault
    }
  })
  await dispatcher.dispatch(broken.batch, () => {})
  await expect(broken.recorder.result).rejects.toBe(fault)
  await dispatcher.dispatch(next.batch, () => {})
  await turn()
  held[0].go()
  expect((await next.recorder.result).tally.delivered).toBe(1)
})
