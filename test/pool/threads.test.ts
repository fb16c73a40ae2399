import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ordersOf, toLines } from '../__helpers__/command'
import { ordersWithCodes, SendBench } from '../__helpers__/send'

const bench = new SendBench()

describe('several threads', () => {
  const TWO = ['--workers', '2']

  it('deliver the same as one', async () => {
    const events = ordersOf(4500, (index) => (index % 500 === 7 ? { value: -1 } : {}))
    const failed = bench.folder.file('failed.ndjson')
    bench.sandbox.stub({ code: 40100, times: 2 })
    const report = await bench.spawnJson(['-', ...TWO, '--failed', failed], { input: toLines(events) })
    expect(report).toMatchObject({ read: 4500, delivered: 4491, rejected: 9 })
    bench.expectNothingLost(report)
    expect(readFileSync(failed, 'utf8').trim().split('\n')).toHaveLength(9)
  })

  it('keep under one rate together', async () => {
    const started = performance.now()
    const args = ['-', ...TWO, '--mappings', bench.writeMappingOfCodes(), '--rate', '20']
    const { requests } = await bench.spawnJson(args, { input: toLines(ordersWithCodes(2100, 5)) })
    expect(requests).toBeGreaterThanOrEqual(5)
    expect(performance.now() - started).toBeGreaterThanOrEqual((1000 / 20) * (requests - 1))
  })

  it('stop together when the token is revoked, while they wait for another attempt', async () => {
    const args = [bench.folder.writeEvents('a.ndjson', ordersOf(3000)), '--checkpoint', bench.folder.file('checkpoint')]
    bench.sandbox.stub({ code: 50000 })
    bench.sandbox.stub({ code: 40105, times: 1000 })
    const stopped = await bench.spawnJson([...args, ...TWO, '--retry-delay', '600'])
    expect(stopped).toMatchObject({ status: 1, delivered: 0, stopped: expect.stringContaining('40105') })

    bench.sandbox.clearStubs()
    expect(await bench.sendJson(args)).toMatchObject({ delivered: 3000 })
    expect(new Set(bench.acceptedIds()).size).toBe(3000)
  })

  it.each([
    ['ends', /it has ended|exited with code: 3/],
    ['fails', /no memory/]
  ])('say so where one of them %s before it runs, and lose nothing', async (how, reason) => {
    const args = [bench.folder.writeEvents('a.ndjson', ordersOf(300)), '--checkpoint', bench.folder.file('checkpoint')]
    const env = { NODE_OPTIONS: `--require ${join(__dirname, '..', '__helpers__', 'dying-thread.cjs')}`, DYING: how }
    const { status, stderr } = await bench.spawn([...args, '--workers', '3'], { env })
    expect(status).toBe(1)
    const [, told] = /^error: No further thread could be started \((.*)\): use --workers 1\.$/m.exec(stderr) ?? []
    expect(told).toMatch(reason)
    expect(await bench.sendJson(args)).toMatchObject({ status: 0 })
    expect(new Set(bench.acceptedIds()).size).toBe(300)
  })
})
