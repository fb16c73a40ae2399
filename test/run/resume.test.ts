import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { ordersOf, toLines } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import { ids, SendBench } from '../__helpers__/send'

const bench = new SendBench()

describe('resuming', () => {
  it('finds every event at TikTok once after several crashes', async () => {
    const count = 6000
    const events = ordersOf(count, (index) => (index % 1000 === 7 ? { value: -1 } : {}))
    const [half, otherHalf] = [events.slice(0, count / 2), events.slice(count / 2)]
    const files = [bench.folder.writeEvents('1.ndjson', half), bench.folder.writeEvents('2.ndjson.gz', otherHalf)]
    const failed = bench.folder.file('failed.ndjson')
    const args = [...files, '--checkpoint', bench.folder.file('checkpoint'), '--failed', failed, '--concurrency', '2']

    for (const requests of [1, 3, 2]) {
      const { status } = await bench.spawn(args, { onStart: (child) => bench.killAtRequest(requests, child) })
      expect(status).toBe(null)
    }

    const report = await bench.spawnJson(args)
    expect(report.stderr.match(/^Resuming at /gm)).toHaveLength(1)
    expect(report).toMatchObject({ read: count, delivered: count - 6, rejected: 6 })
    bench.expectNothingLost(report)
    const failedIds = readFileSync(failed, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).event.messageId)
    expect([...bench.acceptedIds(), ...failedIds].sort()).toEqual(ids(count).sort())
  })

  it('finishes what is under way at the first Ctrl-C, and goes on from there', async () => {
    const file = bench.folder.writeEvents('a.ndjson', ordersOf(8000))
    const args = [file, '--checkpoint', bench.folder.file('checkpoint'), '--concurrency', '1']
    const { status, stderr } = await bench.spawn([...args, '--json'], {
      onStart: (child) => bench.killAtRequest(2, child, 'SIGINT')
    })
    expect(stderr).toContain('Finishing requests in flight.')
    expect(stderr).toContain('The run stopped: interrupted. Run the same command again to resume.')
    expect(status).toBe(1)
    expect(bench.acceptedIds().length).toBeLessThan(8000)

    const report = await bench.sendJson(args)
    expect(report).toMatchObject({ delivered: 8000, status: 0 })
    bench.expectNothingLost(report)
    expect(bench.sandbox.duplicates).toEqual([])
  })

  it('refuses a file of failed events that has become shorter', async () => {
    const [failed, checkpoint] = [bench.folder.file('failed.ndjson'), bench.folder.file('checkpoint')]
    const events = ordersOf(4500, (index) => (index === 0 ? { value: -1 } : {}))
    const args = [
      bench.folder.writeEvents('a.ndjson', events),
      '--checkpoint',
      checkpoint,
      '--failed',
      failed,
      '--concurrency',
      '1'
    ]
    bench.sandbox.stub({ times: 3 })
    bench.sandbox.stub({ code: 40105, times: 10 })
    await bench.send(args)
    bench.folder.write('failed.ndjson', '')
    const { status, stderr } = await bench.send(args)
    expect(stderr).toContain(`error: ${failed} is shorter than when the run stopped`)
    expect(status).toBe(2)
  })

  it('does not count a damaged file as finished', async () => {
    const packed = gzipSync(toLines(ordersOf(2000)), { level: 0 })
    const file = bench.folder.write('damaged.gz', packed.subarray(0, packed.length - 2000))
    const args = [
      file,
      bench.folder.writeEvents('z.ndjson', ordersOf(2001).slice(2000)),
      '--checkpoint',
      bench.folder.file('checkpoint')
    ]
    expect(await bench.sendJson(args)).toMatchObject({ status: 1, readErrors: [expect.stringContaining('damaged.gz')] })
    const again = await bench.sendJson(args)
    expect(again).toMatchObject({ status: 1, readErrors: [expect.stringContaining('damaged.gz')] })
    bench.expectNothingLost(again)
    expect(bench.sandbox.duplicates).toEqual([])
  })

  it('refuses to resume standard input', async () => {
    const { status, stderr } = await bench.send(['-', '--checkpoint', bench.folder.file('checkpoint')])
    expect(stderr).toContain('error: Standard input (-) cannot be resumed')
    expect(status).toBe(2)
  })

  it.each(['--checkpoint', '--failed'])(
    'finds out before it sends that a file cannot be written: %s',
    async (option) => {
      const { status, stderr } = await bench.send([
        bench.folder.writeEvents('a.ndjson', ordersOf(1)),
        option,
        bench.folder.file('none/file')
      ])
      expect(stderr).toContain(
        'none/file cannot be written (no such file or folder). Choose other files with --checkpoint and --failed.'
      )
      expect(status).toBe(2)
      expect(bench.sandbox.requests).toEqual([])
    }
  )

  it('does not send a finished input again', async () => {
    const args = [bench.folder.writeEvents('a.ndjson', ordersOf(3)), '--checkpoint', bench.folder.file('checkpoint')]
    await bench.send(args)
    const { status, stderr } = await bench.send(args)
    expect(stderr).toContain('This input was finished before')
    expect(status).toBe(0)
    expect(bench.sandbox.requests).toHaveLength(1)
  })

  it.each<[what: string, change: (args: string[]) => string[]]>([
    ['other input files', ([, ...args]) => [bench.folder.writeEvents('b.ndjson', ordersOf(2)), ...args]],
    ['other mappings or other options', (args) => [...args, '--test-event-code', 'TEST1']]
  ])('refuses a checkpoint that belongs to %s', async (what, change) => {
    const args = [bench.folder.writeEvents('a.ndjson', ordersOf(3)), '--checkpoint', bench.folder.file('checkpoint')]
    await bench.send(args)
    const { status, stderr } = await bench.send(change(args))
    expect(stderr).toContain(`error: ${bench.folder.file('checkpoint')} belongs to ${what}`)
    expect(status).toBe(2)
  })

  it('refuses a checkpoint that belongs to another pixel', async () => {
    const args = [bench.folder.writeEvents('a.ndjson', ordersOf(3)), '--checkpoint', bench.folder.file('checkpoint')]
    await bench.send(args)
    const { status, stderr } = await runInProcess(['send', ...args], {
      env: { TIKTOK_ACCESS_TOKEN: 'T', TIKTOK_PIXEL_CODE: 'ANOTHERPIXEL' }
    })
    expect(stderr).toContain('belongs to another pixel')
    expect(status).toBe(2)
  })

  it.each<[what: string, path: () => string, problem: string]>([
    ['that is none', () => bench.folder.write('checkpoint', '{}'), 'is not a checkpoint of this version'],
    ['that is a device', () => '/dev/null', '/dev/null is not a file.']
  ])('refuses a checkpoint %s', async (_what, path, problem) => {
    const { status, stderr } = await bench.send([
      bench.folder.writeEvents('a.ndjson', ordersOf(3)),
      '--checkpoint',
      path()
    ])
    expect(stderr).toContain(problem)
    expect(status).toBe(2)
  })
})
