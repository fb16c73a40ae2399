import { existsSync, readFileSync, statSync } from 'node:fs'
import { BAD_FOR_TIKTOK, ordersOf, toLines } from '../__helpers__/command'
import { ids, SendBench } from '../__helpers__/send'

const bench = new SendBench()

describe('the file of failed events', () => {
  it('is made where there are some, is for its owner alone, and is input of the next run', async () => {
    const failed = bench.folder.file('failed.ndjson')
    const events = ordersOf(10, (index) => (index === 3 ? BAD_FOR_TIKTOK : index === 5 ? { value: -1 } : {}))
    const first = await bench.sendJson(['-', '--failed', failed], { input: toLines(events) })
    expect(first).toMatchObject({ delivered: 8, rejected: 2 })
    expect(first.stderr).toContain(`Failed events were saved to ${failed}. Fix them and send that file.`)
    expect(statSync(failed).mode & 0o777).toBe(0o600)
    const kept = readFileSync(failed, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(
      kept
        .map(({ event, mapping, error, attempts }) => [event.messageId, mapping, error.class, error.status, attempts])
        .sort()
    ).toEqual([
      ['m3', 'Place an Order', 'PayloadValidationError', 400, 1],
      ['m5', 'Place an Order', 'PayloadValidationError', 400, 1]
    ])

    const mended = bench.folder.write(
      'mended.ndjson',
      readFileSync(failed, 'utf8').replace('100000000000000000000', '2').replace('"value":-1', '"value":1')
    )
    expect(await bench.sendJson([mended])).toMatchObject({ read: 2, delivered: 2, status: 0 })
    expect(bench.acceptedIds().sort()).toEqual(ids(10).sort())
  })

  it('sends a failed event through its own mapping alone', async () => {
    const failedEvent = {
      event: { ...ordersOf(1)[0], type: 'page' },
      mapping: 'Place an Order',
      error: {},
      attempts: 1
    }
    await bench.sendJson(['-'], { input: toLines([failedEvent]) })
    expect(bench.sandbox.accepted.map(({ data }) => data.event)).toEqual(['PlaceAnOrder'])
  })

  it('is not mixed with that of another run, nor with the input', async () => {
    const input = bench.folder.writeEvents('a.ndjson', ordersOf(1))
    const other = bench.folder.write('other.ndjson', '{}\n')
    for (const [file, problem] of [
      [other, 'holds failed events of another run'],
      [input, 'cannot be used twice, as input, --failed or --checkpoint']
    ]) {
      const { status, stderr } = await bench.send([input, '--failed', file])
      expect(stderr).toContain(`error: ${file} ${problem}`)
      expect(status).toBe(2)
    }
    expect(bench.sandbox.requests).toEqual([])
  })

  it('is not input of the pattern of the next run', async () => {
    bench.folder.writeEvents('a.ndjson', ordersOf(1))
    bench.folder.writeEvents('a.ndjson.failed.ndjson', ordersOf(5))
    expect(await bench.sendJson([bench.folder.file('*.ndjson')])).toMatchObject({ read: 1 })
  })

  it('keeps an event whose mapping is gone, and says so', async () => {
    const failed = bench.folder.file('failed.ndjson')
    const failedEvent = { event: ordersOf(1)[0], mapping: 'Old mapping', error: {}, attempts: 1 }
    const report = await bench.sendJson(['-', '--failed', failed], { input: toLines([failedEvent]) })
    expect(report).toMatchObject({
      read: 1,
      rejected: 1,
      reasons: { 'its mapping is not among those of this run': { count: 1 } }
    })
    expect(JSON.parse(readFileSync(failed, 'utf8'))).toMatchObject({
      event: { messageId: 'm0' },
      mapping: 'Old mapping'
    })
  })

  it('is not made where there are none', async () => {
    const failed = bench.folder.file('failed.ndjson')
    await bench.sendJson(['-', '--failed', failed], { input: toLines(ordersOf(1)) })
    expect(existsSync(failed)).toBe(false)
  })
})
