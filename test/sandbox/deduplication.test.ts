import { acceptedIds, clock, event, sandbox, track } from './fixture'

const HOUR = 60 * 60 * 1000

describe('an event that comes again', () => {
  it('is answered with code 0, but not accepted twice', async () => {
    await track(event)
    expect(await track({ ...event, event_time: 1_750_000_001 })).toMatchObject({ code: 0, message: 'OK' })
    expect(sandbox.accepted).toHaveLength(1)
    expect(sandbox.duplicates).toMatchObject([{ data: { event_id: 'order-1', event_time: 1_750_000_001 } }])
  })

  it('is found within one request as well', async () => {
    await track(event, event, { ...event, event_id: 'order-2' })
    expect(acceptedIds()).toEqual(['order-1', 'order-2'])
    expect(sandbox.duplicates).toHaveLength(1)
  })

  it.each<[string, object]>([
    ['another name', { event: 'purchase' }],
    ['another id', { event_id: 'ORDER-1' }]
  ])('is another event under %s', async (_, keys) => {
    await track(event, { ...event, ...keys })
    expect(sandbox.accepted).toHaveLength(2)
  })

  it('is not a duplicate without an id', async () => {
    await track({ ...event, event_id: undefined }, { ...event, event_id: undefined })
    expect(sandbox.accepted).toHaveLength(2)
  })

  it('counts as a duplicate until 48 hours after the first acceptance', async () => {
    await track(event)
    clock.time += 47 * HOUR
    await track(event)
    clock.time += HOUR - 1
    await track(event)
    expect(sandbox.duplicates).toHaveLength(2)

    clock.time += 1
    await track(event)
    expect(sandbox.accepted).toHaveLength(2)
  })

  it('is accepted when it was rejected before', async () => {
    await track(event, { ...event, event: 1 })
    await track(event)
    expect(sandbox.accepted).toHaveLength(1)
  })
})

describe('the deduplication window', () => {
  const events = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => ({ ...event, event_id: `order-${from + index}` }))

  it('remembers all ids of 48 hours, though fewer events are kept', async () => {
    for (let from = 0; from < 5000; from += 1000) await track(...events(from, from + 1000))
    clock.time += 48 * HOUR - 1
    for (let from = 0; from < 5000; from += 1000) await track(...events(from, from + 1000))
    expect(sandbox.totals).toMatchObject({ accepted: 5000, duplicates: 5000 })
  })

  it('forgets ids one by one, each 48 hours after its acceptance', async () => {
    for (let from = 0; from < 4000; from += 1000) {
      await track(...events(from, from + 1000))
      clock.time += HOUR
    }
    clock.time += 46 * HOUR - 1
    await track(...events(4000, 5000))
    await track(...events(0, 500), ...events(2500, 3000))
    await track(...events(1500, 2000), ...events(3500, 4000))
    expect(sandbox.totals).toMatchObject({ accepted: 6000, duplicates: 1000 })
  })
})
