import { existsSync } from 'node:fs'
import { ordersOf, toLines } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import { ordersWithCodes, SendBench } from '../__helpers__/send'

const bench = new SendBench()

describe('delivery', () => {
  it('fills batches to 1,000, and counts what no mapping wants', async () => {
    const others = ordersOf(100).map((event) => ({ ...event, event: 'Order Refunded' }))
    const report = await bench.sendJson([bench.folder.writeEvents('a.ndjson', [...ordersOf(1500), ...others])])
    expect(report).toMatchObject({ read: 1600, delivered: 1500, unmatched: 100, requests: 2, retries: 0, status: 0 })
    expect(bench.sandbox.requests.map(({ events }) => events)).toEqual([1000, 500])
    bench.expectNothingLost(report)
  })

  it.each([['1'], ['2']])('fills requests across chunks and mappings, with --workers %s', async (workers) => {
    const names = ['Order Completed', 'Checkout Started', 'Payment Info Entered', 'Product Added', 'Unmatched', 'Other']
    const events = ordersOf(4500).map((event, index) => ({ ...event, event: names[index % names.length] }))
    const send = workers === '1' ? 'sendJson' : 'spawnJson'
    const report = await bench[send](['-', '--workers', workers], { input: toLines(events) })
    expect(report).toMatchObject({ read: 4500, delivered: 3000, unmatched: 1500, status: 0 })
    expect(report.requests).toBeLessThanOrEqual(3 + Number(workers))
    bench.expectNothingLost(report)
  })

  it('reports in numbers for machines', async () => {
    const report = await bench.sendJson(['-'], { input: toLines(ordersOf(2)) })
    expect(report).toEqual({
      version: 2,
      read: 2,
      delivered: 2,
      unmatched: 0,
      optedOut: 0,
      rejected: 0,
      gaveUp: 0,
      unreadable: 0,
      requests: 1,
      retries: 0,
      reasons: {},
      warnings: {},
      matchKeys: {
        PlaceAnOrder: {
          events: 2,
          email: 0,
          phone: 0,
          external_id: 2,
          ttclid: 0,
          ttp: 0,
          ip_and_user_agent: 2,
          lead_id: 0,
          content_ids: 0
        }
      },
      seconds: expect.any(Number),
      readErrors: [],
      status: 0,
      stderr: expect.stringMatching(/^Sending standard input to the sandbox on port \d+, .*, through 7 presets\.\n$/)
    })
  })

  it('keeps under the rate that is asked for', async () => {
    const started = performance.now()
    const args = ['-', '--mappings', bench.writeMappingOfCodes(), '--rate', '20']
    const { requests } = await bench.sendJson(args, { input: toLines(ordersWithCodes(6, 6)) })
    expect(requests).toBe(6)
    expect(performance.now() - started).toBeGreaterThanOrEqual((1000 / 20) * (requests - 1))
  })

  it('sends all as test events', async () => {
    await bench.sendJson(['-', '--test-event-code', 'TEST1'], { input: toLines(ordersOf(2)) })
    expect(bench.sandbox.accepted.map(({ test_event_code }) => test_event_code)).toEqual(['TEST1', 'TEST1'])
  })

  it('runs an event through every mapping that matches it', async () => {
    const mapping = (name: string, event: string) => ({
      name,
      subscribe: 'event = "Order Completed"',
      partnerAction: 'reportWebEvent',
      mapping: { event, event_id: { '@path': '$.messageId' } }
    })
    const disabled = { ...mapping('Off', 'Download'), enabled: false }
    const file = bench.folder.write(
      'mappings.json',
      JSON.stringify([mapping('One', 'Purchase'), disabled, mapping('Two', 'Lead')])
    )
    const report = await bench.sendJson(['-', '--mappings', file], { input: toLines(ordersOf(2)) })
    expect(report).toMatchObject({ read: 4, delivered: 4 })
    const names = bench.sandbox.accepted.map(({ data }) => data.event)
    expect(names.sort()).toEqual(['Lead', 'Lead', 'Purchase', 'Purchase'])
  })

  it('does everything but sending in a dry run', async () => {
    const args = ['send', bench.folder.writeEvents('a.ndjson', ordersOf(3)), '--dry-run', '--json']
    const { stdout } = await runInProcess(args)
    expect(JSON.parse(stdout)).toMatchObject({
      read: 3,
      delivered: 0,
      wouldBeSent: 3,
      requests: 1,
      matchKeys: { PlaceAnOrder: { events: 3 } }
    })
    expect(bench.sandbox.requests).toEqual([])
    expect(existsSync(bench.folder.file('a.ndjson.checkpoint'))).toBe(false)
  })
})
