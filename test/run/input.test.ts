import { gzipSync } from 'node:zlib'
import { ordersOf, toLines } from '../__helpers__/command'
import { SendBench } from '../__helpers__/send'

const bench = new SendBench()

describe('input', () => {
  it('takes plain and gzip files, patterns, and standard input', async () => {
    const [a, b, c] = [ordersOf(3).slice(0, 1), ordersOf(3).slice(1, 2), ordersOf(3).slice(2)]
    bench.folder.writeEvents('1.ndjson', a)
    bench.folder.writeEvents('2.ndjson.gz', b)
    expect(await bench.sendJson([bench.folder.file('*.ndjson*')])).toMatchObject({ read: 2, delivered: 2, status: 0 })
    expect(await bench.sendJson(['-'], { input: gzipSync(toLines(c)) })).toMatchObject({ read: 1, delivered: 1 })
    expect(bench.acceptedIds().sort()).toEqual(['m0', 'm1', 'm2'])
  })

  it('takes a file whose name looks like a pattern', async () => {
    const file = bench.folder.writeEvents('events[1].ndjson', ordersOf(1))
    expect(await bench.sendJson([file])).toMatchObject({ delivered: 1 })
  })

  it('passes over blank lines, and takes a last line without an end', async () => {
    const [first, second] = ordersOf(2).map((event) => JSON.stringify(event))
    expect(await bench.sendJson(['-'], { input: `\n  \r\n\uFEFF${first}\r\n\n${second}` })).toMatchObject({
      delivered: 2,
      unreadable: 0
    })
  })

  it('sets lines aside that hold no event, with their numbers, and goes on', async () => {
    const event = JSON.stringify(ordersOf(1)[0])
    const tooLong = `{"event":"${'x'.repeat(1024 * 1024)}"}`
    const file = bench.folder.write(
      'broken.ndjson',
      ['{"email":"jane@example.com"', '[]', tooLong, event, '"x"'].join('\n')
    )
    const { status, stdout } = await bench.send([file])
    expect(stdout).toContain(
      'line 1  is not valid JSON: one event is expected on each line\nline 2  is not a JSON object, as a Segment event is\nline 3  is longer than 1 MiB\n'
    )
    expect(stdout).toContain('4 unreadable lines')
    expect(stdout).toContain(`2 × a line is not a JSON object, as a Segment event is (${file}:2)`)
    expect(stdout).not.toContain('jane')
    expect(status).toBe(1)
    expect(bench.acceptedIds()).toEqual(['m0'])
  })

  it('says that a compressed file is damaged, and delivers what can be read', async () => {
    const members = [0, 1000].map((begin) => gzipSync(toLines(ordersOf(2000).slice(begin, begin + 1000)), { level: 0 }))
    const packed = Buffer.concat(members)
    const file = bench.folder.write('damaged.gz', packed.subarray(0, packed.length - 2000))
    const report = await bench.sendJson([file])
    expect(report.readErrors).toEqual([
      expect.stringContaining(`${file} could not be read to its end (it was cut off; get it again`)
    ])
    expect(report).toMatchObject({ status: 1, unreadable: 0 })
    expect(report.delivered).toBeGreaterThanOrEqual(1000)
    bench.expectNothingLost(report)
  })

  it('takes compressed standard input in pieces of any size', async () => {
    const packed = gzipSync(toLines(ordersOf(3)))
    const report = await bench.spawnJson(['-'], {
      onStart: ({ stdin }) => {
        stdin?.write(packed.subarray(0, 1))
        setImmediate(() => stdin?.end(packed.subarray(1)))
      }
    })
    expect(report).toMatchObject({ delivered: 3, unreadable: 0 })
  })

  it('takes a line of 1 MiB, whatever its end', async () => {
    const [event] = ordersOf(1)
    const padding = 1024 * 1024 - JSON.stringify({ ...event, padding: '' }).length
    const line = JSON.stringify({ ...event, padding: 'x'.repeat(padding) })
    expect(line).toHaveLength(1024 * 1024)
    for (const end of ['', '\n', '\r\n']) {
      expect(await bench.sendJson([bench.folder.write('long.ndjson', line + end)])).toMatchObject({
        delivered: 1,
        unreadable: 0
      })
    }
  })

  it('sends a file once, whatever it is called', async () => {
    const file = bench.folder.writeEvents('a.ndjson', ordersOf(1))
    expect(await bench.sendJson([file, file.replace('/a.', '/./a.'), bench.folder.file('*.ndjson')])).toMatchObject({
      read: 1
    })
  })

  it('takes an event whose context is null', async () => {
    const [event] = ordersOf(1)
    expect(
      await bench.sendJson(['-'], {
        input: toLines([
          { ...event, context: null },
          { ...event, messageId: 'm1', context: { personas: null } }
        ])
      })
    ).toMatchObject({ delivered: 2 })
  })

  it('chooses by the times that the destination reads', async () => {
    const times = [1795338000, '1795338000000', '2026-11-22T09:00:00Z', '2020-01-01', undefined]
    const events = ordersOf(5).map((event, index) => ({ ...event, timestamp: times[index] }))
    await bench.sendJson(['-', '--since', '2026-01-01'], { input: toLines(events) })
    expect(bench.acceptedIds()).toEqual(['m0', 'm1', 'm2', 'm4'])
  })

  it.each<[what: string, args: string[], expected: string[]]>([
    ['the first events', ['--limit', '2'], ['m0', 'm1']],
    ['those from a time on', ['--since', '2026-11-03T00:00:00Z'], ['m2', 'm3']],
    ['those before a time', ['--until', '2026-11-03T00:00:00Z'], ['m0', 'm1']],
    ['the first of those from a time on', ['--since', '2026-11-02T00:00:00Z', '--limit', '2'], ['m1', 'm2']]
  ])('chooses %s', async (_what, args, expected) => {
    const events = ordersOf(4).map((event, index) => ({ ...event, timestamp: `2026-11-0${index + 1}T00:00:00Z` }))
    const report = await bench.sendJson(['-', ...args], { input: toLines(events) })
    expect(bench.acceptedIds()).toEqual(expected)
    expect(report.read).toBe(expected.length)
  })

  it.each<[what: string, events: number, args: string[], message: string]>([
    ['a time to come', 2, ['--since', '2999-01-01'], '0 of 2 events are from 2999-01-01T00:00:00.000Z on.'],
    ['a time that is over', 1, ['--until', '2001-01-01'], '0 of 1 event is before 2001-01-01T00:00:00.000Z.'],
    [
      'a span of time',
      2,
      ['--since', '2001-01-01', '--until', '2001-01-02'],
      '0 of 2 events are between 2001-01-01T00:00:00.000Z and 2001-01-02T00:00:00.000Z.'
    ],
    ['an empty input', 0, [], 'The input holds no event.']
  ])('does not count as a success if nothing is selected: %s', async (_what, count, args, message) => {
    const { status, stderr } = await bench.send(['-', ...args], { input: toLines(ordersOf(count)) })
    expect(stderr).toContain(`\n${message}\n`)
    expect(status).toBe(1)
  })
})
