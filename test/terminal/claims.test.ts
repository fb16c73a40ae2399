import { ordersOf, toLines } from '../__helpers__/command'
import { rehearse, runInProcess } from '../__helpers__/in-process'
import { SendBench } from '../__helpers__/send'

const bench = new SendBench()

describe('a dry run', () => {
  const input = () => bench.folder.writeEvents('a.ndjson', [...ordersOf(2), ...ordersOf(1, () => ({ value: -1 }))])

  it('claims no delivery to machines', async () => {
    const { report } = await rehearse(input())
    expect(report).toMatchObject({ dryRun: true, read: 3, delivered: 0, wouldBeSent: 2, rejected: 1 })
  })

  it('claims no delivery to people', async () => {
    const { stdout } = await runInProcess(['send', input(), '--dry-run'])
    expect(stdout).toContain('3 events: 2 would be sent, 1 rejected')
    expect(stdout).not.toContain('delivered')
  })
})

it('a run that sends says nothing of a dry run', async () => {
  const report = await bench.sendJson(['-'], { input: toLines(ordersOf(1)) })
  expect(report).toMatchObject({ delivered: 1 })
  expect(Object.keys(report)).not.toEqual(expect.arrayContaining(['dryRun']))
  expect(Object.keys(report)).not.toEqual(expect.arrayContaining(['alreadyFinished']))
})

describe('a run whose input was finished before', () => {
  const finish = async () => {
    const events = ordersOf(3, (index) => (index === 0 ? { value: -1 } : {}))
    const files = ['--checkpoint', bench.folder.file('checkpoint'), '--failed', bench.folder.file('failed')]
    const args = [bench.folder.writeEvents('a.ndjson', events), ...files]
    await bench.send(args)
    return args
  }

  it('counts nothing of its own for machines, and gives the earlier counts apart', async () => {
    const report = await bench.sendJson(await finish())
    expect(report).toMatchObject({
      alreadyFinished: true,
      read: 0,
      delivered: 0,
      rejected: 0,
      requests: 0,
      reasons: {},
      warnings: {}
    })
    expect(report.earlier).toMatchObject({ read: 3, delivered: 2, rejected: 1, requests: 1 })
    expect(report.status).toBe(1)
  })

  it('tells people whose totals they see', async () => {
    const { stdout } = await bench.send(await finish())
    expect(stdout).toContain('Totals of the run that finished this input:\n\n3 events: 2 delivered, 1 rejected')
    expect(bench.sandbox.requests).toHaveLength(1)
  })
})
