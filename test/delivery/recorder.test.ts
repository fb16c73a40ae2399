import { createRecorder, encode, linesOf, PURCHASE, ROUTE } from './__helpers__/pending'

const REJECTED = { class: 'PayloadValidationError', status: 400, message: 'Value is negative.' }
const FAILED = { class: 'RetryableError', status: 503, message: 'no answer, request_id 7F' }

const lines = linesOf(Array(4).fill(PURCHASE))

it('resolves only when all lines are routed and all events are settled', async () => {
  const recorder = createRecorder()
  const resolved = jest.fn()
  recorder.result.then(resolved)
  const sent = recorder.expect(lines[0])
  recorder.close()
  await new Promise(setImmediate)
  expect(resolved).not.toHaveBeenCalled()
  recorder.deliver(sent, ROUTE, 1)
  expect((await recorder.result).tally).toMatchObject({ read: 1, delivered: 1 })
})

it('counts a line that goes through two mappings twice, and saves its event once', async () => {
  const recorder = createRecorder()
  const first = recorder.expect(lines[0])
  const second = recorder.expect(lines[0])
  recorder.close()
  recorder.settle(first, 'rejected', ROUTE, 1, REJECTED)
  recorder.settle(second, 'gaveUp', { ...ROUTE, name: 'Leads' }, 3, FAILED)
  const { tally, failures } = await recorder.result
  expect(tally).toMatchObject({ read: 2, rejected: 1, gaveUp: 1 })
  expect(failures).toEqual([
    {
      event: lines[0].text,
      failures: [
        { mapping: 'Orders', error: REJECTED, attempts: 1 },
        { mapping: 'Leads', error: FAILED, attempts: 3 }
      ]
    }
  ])
})

it('counts reasons without the parts that differ from request to request, with the place of the first', async () => {
  const recorder = createRecorder()
  for (const line of lines) {
    const error = { ...FAILED, message: `no answer, request_id 7F${line.line}` }
    recorder.settle(recorder.expect(line), 'gaveUp', ROUTE, 1, error)
  }
  recorder.close()
  expect((await recorder.result).tally.reasons).toEqual({ 'no answer': { count: 4, example: 'orders.ndjson:1' } })
})

it('lists the first lines in their order, however they are settled', async () => {
  const recorder = createRecorder()
  const sent = lines.map((line) => recorder.expect(line))
  recorder.close()
  recorder.deliver(sent[3], ROUTE, 1)
  recorder.settle(sent[2], 'rejected', ROUTE, 1, REJECTED)
  recorder.deliver(sent[1], ROUTE, 1)
  recorder.deliver(sent[0], ROUTE, 1, 'IP is not a valid address')
  expect((await recorder.result).rows).toMatchObject([
    { line: 1, status: 'delivered', reason: 'Segment rejects this event: IP is not a valid address' },
    { line: 2, status: 'delivered', reason: undefined },
    { line: 3, status: 'rejected', reason: 'Value is negative.' }
  ])
})

it('counts events that are unmatched, opted out and unreadable, and names the unmatched once', async () => {
  const recorder = createRecorder()
  for (const line of lines.slice(0, 2)) recorder.unmatched(line)
  recorder.optedOut(lines[2], 'integrations')
  recorder.unreadable({ line: 4, problem: 'is not valid UTF-8' })
  recorder.close()
  const { tally, unmatchedNames } = await recorder.result
  expect(tally).toMatchObject({ read: 3, unmatched: 2, optedOut: 1, unreadable: 1 })
  expect(tally.reasons).toEqual({ 'a line is not valid UTF-8': { count: 1, example: 'orders.ndjson:4' } })
  expect(unmatchedNames).toEqual(['Order Completed'])
})

it('rejects an event that failed with a mapping that is gone, and keeps it for another run', async () => {
  const recorder = createRecorder()
  recorder.mappingMissing(lines[0], 'Old orders')
  recorder.close()
  const { tally, failures } = await recorder.result
  expect(tally).toMatchObject({ read: 1, rejected: 1 })
  expect(failures[0].failures).toMatchObject([{ mapping: 'Old orders', attempts: 0 }])
})

it('counts an abandoned event as nothing, and keeps the stop that concerns the credentials', async () => {
  const recorder = createRecorder()
  const stops = ['interrupted', 'TikTok rejects the access token', 'interrupted']
  for (const line of lines.slice(0, 3)) recorder.expect(line)
  for (const reason of stops) recorder.abandon({ reason, isUnauthorized: reason !== 'interrupted' })
  recorder.close()
  const { tally, stop } = await recorder.result
  expect(tally.read).toBe(0)
  expect(stop).toEqual({ reason: 'TikTok rejects the access token', isUnauthorized: true })
})

it('counts match keys of accepted requests only', async () => {
  const recorder = createRecorder()
  const events = encode([{ ...PURCHASE, email: 'jane@example.com' }, PURCHASE]).map(({ encoded }) => encoded)
  recorder.answered({ verdict: 'throttled', message: '' }, events)
  recorder.answered({ verdict: 'accepted', message: 'OK' }, events)
  recorder.close()
  expect((await recorder.result).tally.matchKeys.Purchase).toMatchObject({ events: 2, email: 1, phone: 0 })
})

it('rejects the result for an internal error', async () => {
  const recorder = createRecorder()
  recorder.fail(new TypeError('Cannot read properties of undefined'))
  await expect(recorder.result).rejects.toThrow(TypeError)
})
