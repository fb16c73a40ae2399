import { UNMATCHED_CLASS } from '../../runner/live/store/dead-letters'
import type { Claim, NewEvent, Store } from '../../runner/live/store/store'
import { KEEP_DELIVERED, MAX_AHEAD, PROBE_GAP } from '../../runner/live/store/store'
import type { Engine } from './__helpers__/stores'
import { describeEngines } from './__helpers__/stores'

const START = Date.UTC(2026, 10, 22)
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const REJECTED = { class: 'PayloadValidationError', status: 400, message: 'Pixel Code is missing.' }

function event(messageId: string, source = 'shop'): NewEvent {
  return { source, messageId, event: JSON.stringify({ type: 'track', messageId }) }
}

function events(count: number, prefix = 'm'): NewEvent[] {
  return Array.from({ length: count }, (_, index) => event(`${prefix}-${index}`))
}

function messageIds({ events }: Claim): string[] {
  return events.map(({ event }) => JSON.parse(event).messageId)
}

function ids({ events }: Claim): number[] {
  return events.map(({ id }) => id)
}

describeEngines((createEngine) => {
  let engine: Engine
  let store: Store
  let now: number
  const clock = () => now

  beforeEach(async () => {
    engine = createEngine()
    now = START
    store = await engine.open(clock)
  })
  afterEach(async () => {
    await store.close()
    await engine.remove()
  })

  /** What the queue holds at a time, without settling it. */
  async function due(): Promise<string[]> {
    const claim = await store.claim(1000, MINUTE)
    await store.release(claim)
    return messageIds(claim)
  }

  /** Runs every event through a failure, so that it becomes a dead letter. */
  async function bury(messageId: string, mapping = 'Purchase'): Promise<number> {
    await store.append({ events: [event(messageId)] })
    const claim = await store.claim(100, MINUTE)
    const { id } = claim.events[messageIds(claim).indexOf(messageId)]
    await store.settle(claim, { dead: [{ id, mapping, error: REJECTED, attempts: 1 }] })
    await store.release(claim)
    const letters = await store.dead.list()
    return letters[letters.length - 1].id
  }

  describe('append', () => {
    it('keeps an event as it came, for another process too', async () => {
      expect(await store.append({ events: [event('a')] })).toEqual({ added: 1 })
      const other = await engine.open(clock)
      const claim = await other.claim(10, MINUTE)
      await other.close()
      expect(claim.events).toEqual([
        {
          id: expect.any(Number),
          source: 'shop',
          event: '{"type":"track","messageId":"a"}',
          receivedAt: START,
          attempts: 1,
          mappings: undefined
        }
      ])
    })

    it('drops a repeat within a batch, from another batch, and of a settled event', async () => {
      expect(await store.append({ events: [event('a'), event('b'), event('a')] })).toEqual({ added: 2 })
      expect(await store.append({ events: [event('a'), event('c')] })).toEqual({ added: 1 })
      const claim = await store.claim(10, MINUTE)
      await store.settle(claim, { delivered: ids(claim) })
      expect(await store.append({ events: [event('a'), event('b'), event('c')] })).toEqual({ added: 0 })
      expect(await due()).toEqual([])
    })

    it('keeps events of two sources apart that share a message id', async () => {
      expect(await store.append({ events: [event('a', 'shop'), event('a', 'app')] })).toEqual({ added: 2 })
    })

    it.each([
      ['a NUL character', 'a\0b'],
      ['half a surrogate pair', '\ud800'],
      ['quotes, a backslash and braces', `{"'\\",}`],
      ['a line break and an emoji', '\n😀']
    ])('keeps an event whose message id and text have %s', async (_, messageId) => {
      expect(await store.append({ events: [event(messageId)] })).toEqual({ added: 1 })
      expect(await store.append({ events: [event(messageId)] })).toEqual({ added: 0 })
      expect(await due()).toEqual([messageId])
    })

    it('keeps the events in the order of their arrival', async () => {
      await store.append({ events: events(50) })
      expect(await due()).toEqual(events(50).map(({ messageId }) => messageId))
    })

    it('writes rejected events to the dead letters, with the others', async () => {
      const letter = { source: 'shop', event: '{"type":"order"}', error: { ...REJECTED, message: 'no\0type' } }
      await store.append({ events: [event('a')], letters: [letter] })
      expect(await due()).toEqual(['a'])
      expect(await store.dead.list()).toEqual([
        {
          id: expect.any(Number),
          at: START,
          source: 'shop',
          event: '{"type":"order"}',
          mapping: undefined,
          error: { ...REJECTED, message: 'notype' },
          attempts: 0
        }
      ])
    })

    it('writes nothing for an empty batch', async () => {
      expect(await store.append({ events: [] })).toEqual({ added: 0 })
      expect(await store.counts()).toMatchObject({ backlog: 0, dead: 0 })
    })

    it('takes the same events from several processes at once, each once', async () => {
      const stores = await Promise.all([engine.open(clock), engine.open(clock), engine.open(clock)])
      const batches = [events(200), events(200).reverse(), events(200)]
      const appended = await Promise.all(stores.map((each, index) => each.append({ events: batches[index] })))
      await Promise.all(stores.map((each) => each.close()))
      expect(appended.reduce((sum, { added }) => sum + added, 0)).toBe(200)
      expect((await due()).length).toBe(200)
    })
  })

  describe('claim', () => {
    it('leases no more than the limit, and no event twice', async () => {
      await store.append({ events: events(5) })
      const claims = [await store.claim(2, MINUTE), await store.claim(2, MINUTE), await store.claim(2, MINUTE)]
      expect(claims.map(messageIds)).toEqual([['m-0', 'm-1'], ['m-2', 'm-3'], ['m-4']])
      expect(messageIds(await store.claim(2, MINUTE))).toEqual([])
    })

    it('gives each event to one of several processes that claim at once', async () => {
      await store.append({ events: events(300) })
      const stores = await Promise.all([engine.open(clock), engine.open(clock), engine.open(clock)])
      const claims = await Promise.all(stores.flatMap((each) => [each.claim(60, MINUTE), each.claim(60, MINUTE)]))
      await Promise.all(stores.map((each) => each.close()))
      const claimed = claims.flatMap(messageIds)
      expect(new Set(claimed).size).toBe(claimed.length)
      expect(claimed.length).toBe(300)
    })

    it('leases no more bytes than the limit, but one event at least', async () => {
      const large = (messageId: string) => ({
        ...event(messageId),
        event: JSON.stringify({ messageId, text: 'é'.repeat(500) })
      })
      await store.append({ events: ['a', 'b', 'c', 'd'].map(large) })
      expect(messageIds(await store.claim(10, MINUTE, 1))).toEqual(['a'])
      expect(messageIds(await store.claim(10, MINUTE, 2000))).toEqual(['b', 'c'])
      expect(messageIds(await store.claim(10, MINUTE))).toEqual(['d'])
    })

    it('leases an event alone after three attempts that never ended, until one ends', async () => {
      await store.append({ events: events(3) })
      const attempts = async () => {
        const claim = await store.claim(10, MINUTE)
        now += MINUTE
        return claim.events.map(({ unfinished = 0 }) => unfinished)
      }
      expect([await attempts(), await attempts(), await attempts()]).toEqual([
        [0, 0, 0],
        [1, 1, 1],
        [2, 2, 2]
      ])
      await store.append({ events: [event('new')] })
      const alone = await store.claim(10, MINUTE)
      expect(alone.events).toMatchObject([{ attempts: 4, unfinished: 3 }])
      await store.settle(alone, { retry: [{ id: alone.events[0].id, delayMs: 1 }] })
      now += 1
      const ids = [await store.claim(10, MINUTE), await store.claim(10, MINUTE)].map(messageIds)
      expect(ids).toEqual([['m-1'], ['m-2']])
      const rest = await store.claim(10, MINUTE)
      expect(messageIds(rest)).toEqual(['m-0', 'new'])
      expect(rest.events.map(({ unfinished }) => unfinished)).toEqual([undefined, undefined])
    })

    it('does not count an attempt as unfinished that ended late', async () => {
      await store.append({ events: events(2) })
      const late = await store.claim(2, MINUTE)
      now += MINUTE
      await store.claim(1, MINUTE)
      await store.noteEnded(late)
      now += MINUTE
      expect((await store.claim(2, MINUTE)).events.map(({ unfinished }) => unfinished)).toEqual([1, 1])
    })

    it('does not count an attempt as unfinished that was handed back', async () => {
      await store.append({ events: events(1) })
      await store.release(await store.claim(1, MINUTE))
      expect((await store.claim(1, MINUTE)).events[0].unfinished).toBeUndefined()
    })

    it('finds an event whose transaction began long before others that are done', async () => {
      await store.append({ events: [event('a')] })
      await store.claim(1, MINUTE)
      now -= MINUTE
      await store.append({ events: [event('late')] })
      now += MINUTE
      expect(messageIds(await store.claim(1, MINUTE))).toEqual(['late'])
    })

    it('leases an event anew when the lease of a process that died has ended', async () => {
      await store.append({ events: [event('a')] })
      await store.claim(1, MINUTE)
      now += MINUTE - 1
      expect((await store.claim(1, MINUTE)).events).toEqual([])
      now += 1
      expect((await store.claim(1, MINUTE)).events).toMatchObject([{ attempts: 2 }])
    })

    it('keeps a lease that is renewed', async () => {
      await store.append({ events: events(2) })
      const claim = await store.claim(2, MINUTE)
      now += MINUTE / 2
      expect(await store.renew(claim, MINUTE)).toBe(2)
      now += MINUTE - 1
      expect(await due()).toEqual([])
    })

    it('says that a lease has passed to another when it is renewed too late', async () => {
      await store.append({ events: events(2) })
      const claim = await store.claim(2, MINUTE)
      now += MINUTE
      await store.claim(1, MINUTE)
      expect(await store.renew(claim, MINUTE)).toBe(1)
    })

    it('serves the longest due first, so that retries do not wait behind all new events', async () => {
      await store.append({ events: [event('retried')] })
      const claim = await store.claim(1, MINUTE)
      await store.settle(claim, { retry: [{ id: claim.events[0].id, delayMs: 1000 }] })
      now += 2000
      await store.append({ events: [event('new')] })
      expect(messageIds(await store.claim(1, MINUTE))).toEqual(['retried'])
    })

    it('releases what is not settled, at once and without counting the attempt', async () => {
      await store.append({ events: events(3) })
      const claim = await store.claim(3, MINUTE)
      await store.settle(claim, { delivered: [claim.events[0].id] })
      await store.release(claim)
      expect((await store.claim(3, MINUTE)).events).toMatchObject([{ attempts: 1 }, { attempts: 1 }])
    })

    it('does not release what another holds by now', async () => {
      await store.append({ events: [event('a')] })
      const late = await store.claim(1, MINUTE)
      now += MINUTE
      await store.claim(1, MINUTE)
      await store.release(late)
      expect(await due()).toEqual([])
    })
  })

  describe('settle', () => {
    it('removes delivered events, retries others for the mappings left, and keeps failures as dead letters', async () => {
      await store.append({ events: events(4) })
      const claim = await store.claim(4, MINUTE)
      const [delivered, retried, dead, both] = ids(claim)
      await store.settle(claim, {
        delivered: [delivered],
        retry: [
          { id: retried, delayMs: 5000 },
          { id: both, delayMs: 5000, mappings: ['View'] }
        ],
        dead: [
          { id: dead, mapping: 'Purchase', error: REJECTED, attempts: 1 },
          { id: both, mapping: 'Purchase', error: { ...REJECTED, status: 500 }, attempts: 3 }
        ]
      })
      expect(await store.counts()).toMatchObject({ backlog: 2, leased: 0, dead: 2 })
      expect(await due()).toEqual([])
      now += 5000
      const again = await store.claim(4, MINUTE)
      expect(again.events).toMatchObject([
        { id: retried, attempts: 2, mappings: undefined },
        { id: both, attempts: 2, mappings: ['View'] }
      ])
      expect(await store.dead.list()).toMatchObject([
        { event: claim.events[2].event, source: 'shop', mapping: 'Purchase', error: REJECTED, attempts: 1, at: START },
        { event: claim.events[3].event, error: { status: 500 }, attempts: 3 }
      ])
    })

    it('keeps two failures of one event apart', async () => {
      await store.append({ events: [event('a')] })
      const claim = await store.claim(1, MINUTE)
      const failure = { id: claim.events[0].id, error: REJECTED, attempts: 1 }
      await store.settle(claim, {
        dead: [
          { ...failure, mapping: 'View' },
          { ...failure, mapping: 'Purchase' }
        ]
      })
      expect((await store.dead.list()).map(({ mapping }) => mapping)).toEqual(['View', 'Purchase'])
      expect((await store.counts()).backlog).toBe(0)
    })

    it.each([
      ['delivered', (id: number) => ({ delivered: [id] })],
      ['retried', (id: number) => ({ retry: [{ id, delayMs: 0 }] })],
      ['dead', (id: number) => ({ dead: [{ id, mapping: 'Purchase', error: REJECTED, attempts: 1 }] })]
    ])('leaves an event alone that was %s too late, after another had claimed it', async (_, settlement) => {
      await store.append({ events: [event('a')] })
      const late = await store.claim(1, MINUTE)
      now += MINUTE
      const holder = await store.claim(1, MINUTE)
      await store.settle(late, settlement(late.events[0].id))
      expect(await store.counts()).toMatchObject({ backlog: 1, leased: 1, dead: 0 })
      await store.settle(holder, { delivered: ids(holder) })
      expect((await store.counts()).backlog).toBe(0)
    })

    it('takes a late result where no other has claimed the event', async () => {
      await store.append({ events: [event('a')] })
      const claim = await store.claim(1, MINUTE)
      now += HOUR
      await store.settle(claim, { delivered: ids(claim) })
      expect((await store.counts()).backlog).toBe(0)
    })

    it('changes nothing when it is told twice', async () => {
      await store.append({ events: [event('a')] })
      const claim = await store.claim(1, MINUTE)
      const settlement = { dead: [{ id: claim.events[0].id, mapping: 'Purchase', error: REJECTED, attempts: 1 }] }
      await store.settle(claim, settlement)
      await store.settle(claim, settlement)
      expect((await store.counts()).dead).toBe(1)
    })
  })

  describe('the rate limiter', () => {
    it('gives turns to all processes one gap apart', async () => {
      const other = await engine.open(clock)
      const waits = [await store.takeTurn(200), await other.takeTurn(200), await store.takeTurn(200)]
      now += 1000
      waits.push(await other.takeTurn(200))
      await other.close()
      expect(waits.map(Math.round)).toEqual([0, 200, 400, 0])
    })

    it('gives turns that come at once one gap apart', async () => {
      const waits = await Promise.all(Array.from({ length: 20 }, () => store.takeTurn(3)))
      expect(waits.map(Math.round).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index * 3))
    })

    it('gives no turn within a pause, which doubles until requests are taken again', async () => {
      await store.pause(1000, MINUTE)
      // Requests that were under way together are limited together.
      await store.pause(1000, MINUTE)
      expect(await store.counts()).toMatchObject({ pausedMs: 1000 })
      expect(Math.round(await store.takeTurn(10))).toBe(1000)
      now += 1000
      await store.pause(1000, MINUTE)
      expect(await store.counts()).toMatchObject({ pausedMs: 2000 })
      now += 2000
      await store.resume()
      await store.pause(1000, MINUTE)
      expect(await store.counts()).toMatchObject({ pausedMs: 1000 })
    })

    it('gives turns some seconds apart after a pause, until a request is accepted', async () => {
      await store.pause(1000, MINUTE)
      await store.resume()
      expect(await store.pausedMs()).toBe(1000)
      now += 1000
      const waits = [await store.takeTurn(10), await store.takeTurn(10), await store.takeTurn(10)]
      expect(waits.map(Math.round)).toEqual([0, PROBE_GAP, 2 * PROBE_GAP])
      await store.resume()
      expect(Math.round(await store.takeTurn(10))).toBe(0)
      expect(Math.round(await store.takeTurn(10))).toBe(10)
    })

    it('reserves no turn that is too far away', async () => {
      await store.takeTurn(200)
      expect(await store.takeTurn(200, 199)).toBe(Infinity)
      expect(Math.round(await store.takeTurn(200, 200))).toBe(200)
    })

    it('pauses no longer than the limit, however many pauses there are', async () => {
      for (let pauses = 0; pauses < 40; pauses++) {
        await store.pause(1000, MINUTE)
        now += MINUTE
      }
      await store.pause(1000, MINUTE)
      expect(await store.counts()).toMatchObject({ pausedMs: MINUTE })
    })
  })

  describe('a clock that is set', () => {
    it('does not keep events waiting for years after it was wrong', async () => {
      now = START + 10 * 365 * 24 * HOUR
      await store.append({ events: [event('a'), event('b')] })
      await store.claim(1, MINUTE)
      await store.pause(1000, MINUTE)
      await store.takeTurn(200)
      now = START
      expect(await due()).toEqual(['a', 'b'])
      expect(Math.round(await store.takeTurn(200))).toBe(0)
      expect(await store.counts()).toMatchObject({ pausedMs: 0, oldestMs: 0 })
    })

    it('settles each event once when a lease ends early for it', async () => {
      await store.append({ events: events(2) })
      const first = await store.claim(2, MINUTE)
      now += HOUR
      const second = await store.claim(2, MINUTE)
      await store.settle(first, {
        dead: ids(first).map((id) => ({ id, mapping: 'View', error: REJECTED, attempts: 1 }))
      })
      await store.settle(second, { delivered: ids(second) })
      expect(await store.counts()).toMatchObject({ backlog: 0, dead: 0 })
    })

    it('leases and delays for an hour at most', async () => {
      await store.append({ events: [event('a')] })
      const claim = await store.claim(1, 10 * HOUR)
      now += MAX_AHEAD
      const [{ id }] = (await store.claim(1, MINUTE)).events
      expect(id).toBe(claim.events[0].id)
    })
  })

  describe('dead letters', () => {
    it('lists them page by page and gets one', async () => {
      for (const messageId of ['a', 'b', 'c']) await bury(messageId)
      const [first, second] = await store.dead.list({ limit: 2 })
      const [third, ...none] = await store.dead.list({ after: second.id, limit: 2 })
      expect([first, second, third].map(({ event }) => JSON.parse(event).messageId)).toEqual(['a', 'b', 'c'])
      expect(none).toEqual([])
      expect(await store.dead.get(second.id)).toEqual(second)
      expect(await store.dead.get(third.id + 1)).toBeUndefined()
    })

    it('sends one again for its mapping only, as a new event', async () => {
      const id = await bury('a', 'Purchase "EU"')
      await bury('b')
      expect(await store.dead.send([id, id + 1000])).toBe(1)
      expect((await store.claim(10, MINUTE)).events).toMatchObject([
        { event: '{"type":"track","messageId":"a"}', source: 'shop', attempts: 1, mappings: ['Purchase "EU"'] }
      ])
      expect((await store.counts()).dead).toBe(1)
      expect(await store.dead.send([id])).toBe(0)
    })

    it('keeps one that has no mapping to go through', async () => {
      await store.append({ events: [], letters: [{ source: 'shop', event: 'null', error: REJECTED }] })
      const [{ id }] = await store.dead.list()
      expect(await store.dead.send([id])).toBe(0)
      expect((await store.counts()).dead).toBe(1)
    })

    it('sends one again that failed before its mappings were known, for all that match', async () => {
      await store.append({ events: [event('a')] })
      const claim = await store.claim(1, MINUTE)
      await store.settle(claim, { dead: [{ id: claim.events[0].id, error: REJECTED, attempts: 5 }] })
      const [{ id, mapping }] = await store.dead.list()
      expect(mapping).toBeUndefined()
      expect(await store.dead.send([id])).toBe(1)
      expect((await store.claim(1, MINUTE)).events).toMatchObject([{ mappings: undefined, attempts: 1 }])
    })

    it.each([
      ['a NUL character', 'a\0b', 'ab'],
      ['half a surrogate pair', 'a\ud800b', 'a\ufffdb']
    ])('keeps a mapping and a reason with %s, as text', async (_, text, stored) => {
      await store.append({ events: [event('a')] })
      const claim = await store.claim(1, MINUTE)
      const failure = { id: claim.events[0].id, mapping: text, error: { ...REJECTED, message: text }, attempts: 1 }
      await store.settle(claim, { dead: [failure] })
      expect(await store.dead.list()).toMatchObject([{ mapping: stored, error: { message: stored } }])
    })

    it('drops them', async () => {
      const id = await bury('a')
      expect(await store.dead.drop([id, id + 1000])).toBe(1)
      expect(await store.dead.list()).toEqual([])
    })
  })

  it('counts the backlog, the leases and the age of the oldest event', async () => {
    expect(await store.counts()).toEqual({ backlog: 0, leased: 0, dead: 0, deadBytes: 0, oldestMs: 0, pausedMs: 0 })
    await store.append({ events: events(3) })
    now += 2 * MINUTE
    await store.append({ events: events(1, 'late') })
    await store.claim(2, MINUTE)
    expect(await store.counts()).toMatchObject({ backlog: 4, leased: 2, dead: 0, oldestMs: 2 * MINUTE, pausedMs: 0 })
    now += MINUTE
    expect(await store.counts()).toMatchObject({ backlog: 4, leased: 0 })
  })

  it('prunes dead letters and message ids once they are old, and nothing that waits', async () => {
    await bury('old')
    await store.append({ events: [event('waiting')] })
    now += KEEP_DELIVERED
    await store.prune({ keepDead: KEEP_DELIVERED })
    expect(await store.counts()).toMatchObject({ dead: 1, backlog: 1 })
    expect(await store.append({ events: [event('old')] })).toEqual({ added: 0 })
    now += 1
    await bury('young')
    await store.prune({ keepDead: KEEP_DELIVERED })
    expect((await store.dead.list()).map(({ event }) => JSON.parse(event).messageId)).toEqual(['young'])
    // PostgreSQL removes the ids of whole days.
    now += 24 * HOUR
    await store.prune({ keepDead: KEEP_DELIVERED })
    expect(await store.append({ events: [event('old'), event('young')] })).toEqual({ added: 1 })
    expect(await due()).toEqual(['waiting', 'old'])
  })

  it('is created once by processes that start at once', async () => {
    const fresh = createEngine()
    const others = await Promise.all(Array.from({ length: 5 }, () => fresh.open(clock)))
    await Promise.all(others.map((each, index) => each.append({ events: [event(`m-${index}`)] })))
    expect(await others[0].counts()).toMatchObject({ backlog: 5 })
    await Promise.all(others.map((each) => each.close()))
    await fresh.remove()
  })

  it('can be written', async () => {
    await expect(store.ping()).resolves.toBeUndefined()
  })

  describe('destinations', () => {
    const both = (messageId: string): NewEvent => ({ ...event(messageId), destinations: ['eu', 'us'] })

    it('have a queue each, and an event goes to all that it names', async () => {
      expect(await store.append({ events: [both('a'), event('b'), both('a')] })).toEqual({ added: 2 })
      expect(await store.append({ events: [both('a')] })).toEqual({ added: 0 })
      const [eu, us] = ['eu', 'us'].map((name) => store.forDestination(name))
      const claim = await eu.claim(10, MINUTE)
      expect(messageIds(claim)).toEqual(['a'])
      await eu.settle(claim, { dead: [{ id: ids(claim)[0], mapping: 'Purchase', error: REJECTED, attempts: 1 }] })
      expect(messageIds(await eu.claim(10, MINUTE))).toEqual([])
      expect(messageIds(await us.claim(10, MINUTE))).toEqual(['a'])
      expect(messageIds(await store.claim(10, MINUTE))).toEqual(['b'])
      expect(await store.waiting.byDestination()).toEqual({ us: 1, default: 1 })
      const [letter] = await store.dead.list()
      expect(letter).toMatchObject({ destination: 'eu', mapping: 'Purchase' })
      expect(await store.dead.send([letter.id])).toBe(1)
      expect(messageIds(await eu.claim(10, MINUTE))).toEqual(['a'])
    })

    it('with due events are named by one statement', async () => {
      await store.append({ events: [both('a'), event('b')] })
      const names = ['us', 'eu', 'asia', 'default']
      expect((await store.dueAmong(names)).sort()).toEqual(['default', 'eu', 'us'])
      await store.forDestination('eu').claim(10, MINUTE)
      expect((await store.dueAmong(names)).sort()).toEqual(['default', 'us'])
      expect(await store.dueAmong(['asia', 'eu'])).toEqual([])
    })

    it('have a rate and pauses each', async () => {
      const eu = store.forDestination('eu')
      await eu.pause(MINUTE, HOUR)
      expect(await eu.pausedMs()).toBe(MINUTE)
      expect(await store.pausedMs()).toBe(0)
      expect((await store.counts()).pausedMs).toBe(MINUTE)
      expect(await store.takeTurn(1000)).toBe(0)
      expect(await eu.takeTurn(1000)).toBe(MINUTE)
      now += MINUTE + 1
      await eu.resume()
      expect(await eu.pausedMs()).toBe(0)
    })

    it('can be closed without the store', async () => {
      await store.forDestination('eu').close()
      expect(await store.append({ events: [event('a')] })).toEqual({ added: 1 })
    })
  })

  describe('dead letters', () => {
    const letter = (source: string, message: string, name = 'PayloadValidationError') => ({
      source,
      event: JSON.stringify({ message }),
      error: { class: name, status: 400, message }
    })

    it('are counted with their bytes as they come and go', async () => {
      const id = await bury('a')
      await store.append({ events: [], letters: [letter('shop', 'Ü')] })
      const bytes = (text: string) => Buffer.byteLength(text)
      const [first, second] = [event('a').event, letter('shop', 'Ü').event].map(bytes)
      expect(await store.counts()).toMatchObject({ dead: 2, deadBytes: first + second })
      expect(await store.dead.oldest(1)).toEqual([{ id, bytes: first }])
      await store.dead.drop([id])
      await store.prune({ keepDead: HOUR })
      expect(await store.counts()).toMatchObject({ dead: 1, deadBytes: second })
      now += HOUR + 1
      await store.prune({ keepDead: HOUR })
      expect(await store.counts()).toMatchObject({ dead: 0, deadBytes: 0 })
    })

    it('are found by reason, source, mapping, destination and time', async () => {
      await bury('a')
      now += MINUTE
      await store.append({
        events: [],
        letters: [letter('blog', 'Currency is missing.'), letter('blog', '100%', 'Other')]
      })
      const found = async (filter: Parameters<typeof store.dead.list>[0]) =>
        (await store.dead.list(filter)).map(({ error }) => error.message)
      const [pixel, currency, other] = ['Pixel Code is missing.', 'Currency is missing.', '100%']
      expect(await found({})).toEqual([pixel, currency, other])
      expect(await found({ reason: 'IS MISSING' })).toEqual([pixel, currency])
      expect(await found({ reason: 'other' })).toEqual([other])
      expect(await found({ reason: '%' })).toEqual([other])
      expect(await found({ source: 'blog' })).toEqual([currency, other])
      expect(await found({ mapping: 'Purchase' })).toEqual([pixel])
      expect(await found({ destination: 'eu' })).toEqual([])
      expect(await found({ since: now, limit: 1 })).toEqual([currency])
    })

    it('of unmatched events are listed apart, kept for a day, and sent through all mappings', async () => {
      const DAY = 24 * HOUR
      await store.append({ events: [event('a')] })
      const claim = await store.claim(1, MINUTE)
      const error = { class: UNMATCHED_CLASS, status: 400, message: 'No mapping matches the event.' }
      await store.settle(claim, { dead: [{ id: ids(claim)[0], error, attempts: 1 }] })
      await bury('b')
      expect(await store.dead.list()).toHaveLength(1)
      const [letter] = await store.dead.list({ unmatched: true })
      expect(letter.mapping).toBeUndefined()
      await store.dead.send([letter.id])
      const again = await store.claim(1, MINUTE)
      expect(again.events).toMatchObject([{ mappings: undefined }])
      await store.settle(again, { dead: [{ id: ids(again)[0], error, attempts: 1 }] })
      now += DAY + 1
      await store.prune({ keepDead: 30 * DAY })
      expect(await store.counts()).toMatchObject({ dead: 1 })
    })
  })

  describe('events that are not settled', () => {
    it('are listed with their state, and can be removed', async () => {
      await store.append({ events: [event('a'), { ...event('b'), destinations: ['eu'] }] })
      const claim = await store.claim(1, MINUTE)
      const [first, second] = await store.waiting.list({ after: 0, limit: 10 })
      expect(first).toEqual({
        ...{ id: first.id, source: 'shop', destination: 'default', event: event('a').event, receivedAt: START },
        ...{ due: START + MINUTE, attempts: 1, isLeased: true }
      })
      expect(second).toMatchObject({ destination: 'eu', attempts: 0, isLeased: false })
      expect(await store.waiting.list({ after: first.id, limit: 1 })).toEqual([second])
      expect(await store.waiting.drop([first.id, 999])).toBe(1)
      await store.settle(claim, { delivered: ids(claim) })
      expect(await store.counts()).toMatchObject({ backlog: 1 })
    })

    it('are due sooner when they are hastened, unless a claim holds them', async () => {
      await store.append({ events: [event('a'), event('b'), { ...event('c'), destinations: ['eu'] }] })
      const eu = store.forDestination('eu')
      for (const queue of [store, eu]) {
        const claim = await queue.claim(1, HOUR)
        await queue.settle(claim, { retry: [{ id: ids(claim)[0], delayMs: HOUR }] })
      }
      const held = await store.claim(1, HOUR)
      expect(messageIds(held)).toEqual(['b'])
      expect(await store.waiting.hasten({ withinMs: MINUTE, destination: 'eu' })).toBe(1)
      now += MINUTE
      expect(messageIds(await eu.claim(1, MINUTE))).toEqual(['c'])
      expect(await store.waiting.hasten({ withinMs: 0 })).toBe(1)
      expect(messageIds(await store.claim(10, MINUTE))).toEqual(['a'])
    })
  })

  it('finds when a message came, and what became of it', async () => {
    await store.append({ events: [event('a'), event('b'), event('a', 'blog')] })
    now += 10
    const claim = await store.claim(10, MINUTE)
    now += 20
    await store.settle(claim, {
      delivered: ids(claim),
      done: [
        { source: 'shop', messageId: 'a', outcome: 'delivered' },
        { source: 'shop', messageId: 'b', outcome: 'delivered' },
        { source: 'blog', messageId: 'a', outcome: 'unmatched' }
      ]
    })
    const settled = (source: string, outcome: string) => ({ source, destination: 'default', outcome, at: START + 30 })
    expect(await store.find('a')).toEqual({
      received: expect.arrayContaining([
        { source: 'shop', at: START },
        { source: 'blog', at: START }
      ]),
      settled: expect.arrayContaining([settled('shop', 'delivered'), settled('blog', 'unmatched')])
    })
    expect(await store.find('b')).toEqual({
      received: [{ source: 'shop', at: START }],
      settled: [settled('shop', 'delivered')]
    })
    expect(await store.find('c')).toEqual({ received: [], settled: [] })
  })
})
