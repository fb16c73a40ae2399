import { readFileSync } from 'node:fs'
import { RateLimiter } from '../../runner/delivery/rate-limiter'
import type { Stub } from '../../sandbox'
import { BAD_FOR_TIKTOK, ordersOf, toLines } from '../__helpers__/command'
import { ids, ordersWithCodes, SendBench } from '../__helpers__/send'

const bench = new SendBench()

afterEach(() => jest.restoreAllMocks())

describe('faults', () => {
  it.each<[fault: string, stubs: Stub[], args: string[], events: number]>([
    ['a rate limit', [{ code: 40100, times: 3 }], [], 1100],
    ['a fault of TikTok', [{ code: 50000, times: 3 }], [], 1100],
    ['a gateway', [{ status: 502, body: '<html></html>', times: 3 }], [], 1100],
    ['a connection that drops', [{ drop: 'before', times: 3 }], [], 1100],
    ['a single event that is accepted in part', [{ code: 20001, times: 3 }], [], 1],
    ['an answer that hangs', [{ delay: 600_000 }], ['--timeout', '2'], 20]
  ])('%s delays events, and loses none', async (_fault, stubs, args, events) => {
    for (const stub of stubs) bench.sandbox.stub(stub)
    const report = await bench.sendJson(['-', ...args], { input: toLines(ordersOf(events)) })
    expect(report).toMatchObject({ read: events, delivered: events, status: 0 })
    expect(report.retries).toBeGreaterThan(0)
    bench.expectNothingLost(report)
  })

  it('does not count a rate limit as an attempt, and says that it waits', async () => {
    bench.sandbox.stub({ code: 40100, times: 12 })
    const args = ['-', '--max-attempts', '2', '--retry-delay', '0.001', '--workers', '1']
    const report = await bench.sendJson(args, { input: toLines(ordersOf(10)) })
    expect(report).toMatchObject({ delivered: 10, gaveUp: 0, requests: 13, retries: 12, status: 0 })
  })

  it('sends again what was accepted unheard, which TikTok drops', async () => {
    bench.sandbox.stub({ drop: 'after' })
    const report = await bench.sendJson(['-'], { input: toLines(ordersOf(10)) })
    expect(report).toMatchObject({ delivered: 10, retries: 1 })
    bench.expectNothingLost(report)
    expect(bench.sandbox.duplicates).toHaveLength(10)
  })

  it('refuses one bad event of a batch, and delivers the others', async () => {
    const events = ordersOf(1000, (index) => (index === 567 ? BAD_FOR_TIKTOK : {}))
    const report = await bench.sendJson(['-'], { input: toLines(events) })
    expect(report).toMatchObject({ read: 1000, delivered: 999, rejected: 1, status: 1 })
    bench.expectNothingLost(report)
  })

  it('delivers the good events among many bad ones, however many requests it takes', async () => {
    const events = ordersOf(160, (index) => (index % 2 === 0 ? BAD_FOR_TIKTOK : {}))
    bench.sandbox.stub({ code: 40002, message: 'No position.', times: 1 })
    const report = await bench.sendJson(['-', '--max-attempts', '2'], { input: toLines(events) })
    expect(report).toMatchObject({ delivered: 80, rejected: 80, gaveUp: 0 })
    expect(report.requests).toBeGreaterThan(128)
    expect(report.stderr).toMatch(/^Some events failed, trying again .*: more than 128 requests are needed/m)
    bench.expectNothingLost(report)
  })

  it('does not count the time that a rate costs as an answer that hangs', async () => {
    const timeout = 599_000
    let [allowed, timed] = [0, 0]
    const { acquire } = RateLimiter.prototype
    jest.spyOn(RateLimiter.prototype, 'acquire').mockImplementation(async function (this: RateLimiter, ...args) {
      await acquire.apply(this, args)
      allowed++
    })
    const { setTimeout } = globalThis
    jest.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, delay: number, ...args: []) => {
      if (delay === timeout && ++timed > allowed) throw new Error('The time runs before the rate allows the request.')
      return setTimeout(run, delay, ...args)
    }) as never)
    const limits = ['--rate', '20', '--concurrency', '8', '--timeout', String(timeout / 1000), '--max-attempts', '1']
    const args = ['-', '--mappings', bench.writeMappingOfCodes(), ...limits]
    const report = await bench.sendJson(args, { input: toLines(ordersWithCodes(8, 8)) })
    expect(report).toMatchObject({ delivered: 8, gaveUp: 0, requests: 8 })
    expect(timed).toBe(8)
  })

  it('prints no warning of Node.js where many requests wait for another attempt', async () => {
    bench.sandbox.stub({ code: 50000, times: 12 })
    const file = bench.folder.writeEvents('a.ndjson', ordersWithCodes(12, 12))
    const limits = ['--workers', '1', '--concurrency', '16', '--retry-delay', '600']
    const { stopped, stderr } = await bench.spawnJson([file, '--mappings', bench.writeMappingOfCodes(), ...limits], {
      onStart: (child) => bench.killAtRequest(12, child, 'SIGINT')
    })
    expect(stopped).toBe('interrupted')
    expect(stderr).not.toContain('Warning')
  })

  it('gives up after as many attempts as it may make', async () => {
    bench.sandbox.stub({ code: 50000, times: 100 })
    const failed = bench.folder.file('failed.ndjson')
    const report = await bench.sendJson(['-', '--max-attempts', '3', '--failed', failed], {
      input: toLines(ordersOf(2))
    })
    expect(report).toMatchObject({ read: 2, gaveUp: 2, retries: 2, requests: 3, status: 1 })
    bench.expectNothingLost(report)
    expect(JSON.parse(readFileSync(failed, 'utf8').split('\n')[0])).toMatchObject({
      event: { messageId: 'm0' },
      mapping: 'Place an Order',
      error: { class: 'RetryableError', status: 503 },
      attempts: 3
    })
  })

  it('stops at once when the token is revoked, and marks nothing as done that was not', async () => {
    const file = bench.folder.writeEvents('a.ndjson', ordersOf(3500))
    const args = [file, '--concurrency', '1', '--checkpoint', bench.folder.file('checkpoint')]
    bench.sandbox.stub({ times: 2 })
    bench.sandbox.stub({ code: 40105, times: 1000 })
    const stopped = await bench.sendJson(args)
    expect(stopped).toMatchObject({
      status: 1,
      delivered: 2000,
      requests: 3,
      stopped: expect.stringContaining('40105')
    })
    bench.expectNothingLost(stopped)

    bench.sandbox.clearStubs()
    const resumed = await bench.sendJson(args)
    expect(resumed).toMatchObject({ status: 0, read: 3500, delivered: 3500 })
    expect(bench.acceptedIds()).toHaveLength(3500)
    expect(new Set(bench.acceptedIds())).toEqual(new Set(ids(3500)))
  })
})

it('stops for a revoked token although standard input stays open', async () => {
  bench.sandbox.stub({ code: 40105, times: 10 })
  const { status, stderr } = await bench.spawn(['-', '--json'], {
    onStart: ({ stdin }) => stdin?.write(toLines(ordersOf(2100)))
  })
  expect(stderr).toContain('The run stopped: TikTok rejected the credentials (code 40105')
  expect(status).toBe(1)
})

it('saves an event that is nested too deeply to be written by JSON.stringify', async () => {
  const [order] = ordersOf(1)
  const failed = bench.folder.file('failed.ndjson')
  const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`
  const line = JSON.stringify({ ...order, messageId: 'deep', timestamp: '2026-02-30' }).replace(
    /}$/,
    `,"deep":${deep}}`
  )
  const report = await bench.sendJson(['-', '--failed', failed], { input: `${line}\n${toLines([order])}` })
  expect(report).toMatchObject({ read: 2, delivered: 1, rejected: 1, status: 1 })
  expect(readFileSync(failed, 'utf8')).toContain(`{"event":${line},"mapping":"Place an Order","error":{`)
})

it('saves what was rejected before standard input was stopped inside a chunk', async () => {
  const failed = bench.folder.file('failed.ndjson')
  const events = ordersOf(1000, (index) => (index < 10 ? { value: -1 } : {}))
  bench.sandbox.stub({ code: 40105, times: 10 })
  const report = await bench.sendJson(['-', '--failed', failed], { input: toLines(events) })
  expect(report).toMatchObject({ rejected: 10, delivered: 0, status: 1, stopped: expect.stringContaining('40105') })
  const saved = readFileSync(failed, 'utf8').trim().split('\n')
  expect(saved.map((line) => JSON.parse(line).event.messageId)).toEqual(ids(10))
  expect(report.stderr).toContain(`Failed events were saved to ${failed}`)
})
