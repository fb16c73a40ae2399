import type { Sandbox, SandboxOptions } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import { envelope, event, sandbox, send, track } from './fixture'

let own: Sandbox
const start = async (options: SandboxOptions) => {
  own = await startSandbox(options)
}
afterEach(() => own?.close())

const ids = (list: Sandbox['accepted']) => list.map(({ data }) => data.event_id)
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ ...event, event_id: `order-${from + index}` }))
const sendAll = (data: unknown[]) => send({ ...envelope, data }, { to: own })

describe('the totals', () => {
  it('are zero at the start and after a reset', async () => {
    const none = { requests: 0, accepted: 0, duplicates: 0, rejected: 0, byEvent: {} }
    expect(sandbox.totals).toEqual(none)
    await track(event, event)
    await track({ ...event, event_id: 1 })
    sandbox.reset()
    expect(sandbox.totals).toEqual(none)
  })

  it('count requests, rejected requests, duplicates, and accepted events by name', async () => {
    await track(event, event, { ...event, event: 'ViewContent' })
    await track({ ...event, event_id: 'order-2' }, { ...event, event: '__proto__' }).catch(() => undefined)
    await track({ ...event, event_id: 'order-2' })
    await send('{')
    sandbox.stub({ drop: 'before' })
    await track(event).catch(() => undefined)
    sandbox.stub({ status: 503 })
    await send({ ...envelope, data: [event] })
    expect(sandbox.totals).toEqual({
      requests: 6,
      accepted: 3,
      duplicates: 1,
      rejected: 2,
      byEvent: { Purchase: 2, ViewContent: 1 }
    })
  })

  it('count event names like those of Object.prototype', async () => {
    const data = [
      { ...event, event: '__proto__' },
      { ...event, event: 'constructor' }
    ]
    await send({ ...envelope, event_source: 'app', data })
    expect(Object.entries(sandbox.totals.byEvent)).toEqual([
      ['__proto__', 1],
      ['constructor', 1]
    ])
  })

  it('count event names from the 1,001st on as one', async () => {
    const names = (from: number) =>
      Array.from({ length: 1000 }, (_, index) => ({ ...event, event: `e${from + index}` }))
    await track(...names(0))
    await track(...names(500))
    expect(sandbox.totals.accepted).toBe(1500)
    expect(Object.keys(sandbox.totals.byEvent)).toHaveLength(1001)
    expect(sandbox.totals.byEvent['(other names)']).toBe(500)
  })
})

describe('the lists', () => {
  it('keep the newest 1,000 events and duplicates by default', async () => {
    await start({})
    const { accepted, duplicates } = own
    await sendAll(numbered(0, 700))
    await sendAll(numbered(0, 700))
    await sendAll(numbered(700, 1400))
    await sendAll(numbered(700, 1400))
    expect(ids(accepted)).toEqual(ids(numbered(400, 1400).map((data) => ({ data })) as never))
    expect(ids(duplicates)).toEqual(ids(accepted))
    expect(own.totals).toMatchObject({ accepted: 1400, duplicates: 1400 })
  })

  it('keep as many requests as events', async () => {
    await start({ keep: 3 })
    for (let count = 0; count < 5; count++) await sendAll([])
    expect(own.requests.map(({ requestId }) => Number(requestId))).toEqual([3, 4, 5])
    expect(own.totals.requests).toBe(5)
  })

  it.each<[number | 'all', string[]]>([
    [0, []],
    [1, ['order-4']],
    [3, ['order-2', 'order-3', 'order-4']],
    [5, ['order-0', 'order-1', 'order-2', 'order-3', 'order-4']]
  ])('keep %s if that many are to be kept', async (keep, kept) => {
    await start({ keep })
    await sendAll(numbered(0, 4))
    await sendAll(numbered(4, 5))
    expect(ids(own.accepted)).toEqual(kept)
    expect(own.totals.accepted).toBe(5)
  })

  it('keep everything if all is to be kept', async () => {
    await start({ keep: 'all' })
    await sendAll(numbered(0, 1000))
    await sendAll(numbered(1000, 1001))
    await sendAll(numbered(0, 1))
    expect(own.accepted).toHaveLength(1001)
    expect(own.duplicates).toHaveLength(1)
  })

  it('keep the events of about 8 MB of requests at most, but always the newest', async () => {
    await start({})
    const large = (id: string, size: number) => ({
      ...event,
      event_id: id,
      properties: { description: 'x'.repeat(size) }
    })
    for (const id of ['a', 'b', 'c', 'd']) await sendAll([large(id, 3_000_000)])
    expect(ids(own.accepted)).toEqual(['c', 'd'])
    await sendAll([large('e', 9_000_000)])
    expect(ids(own.accepted)).toEqual(['e'])
    await sendAll([large('f', 1)])
    expect(ids(own.accepted)).toEqual(['f'])
    expect(own.totals.accepted).toBe(6)
  })

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5' as never])('cannot keep %s', async (keep) => {
    await expect(startSandbox({ keep })).rejects.toThrow("keep: Must be a whole number, 0 or more, or 'all'.")
  })
})
