import pino from 'pino'
import { LiveMetrics } from '../../runner/live/metrics'
import { watchReplication } from '../../runner/live/replication'
import type { Store } from '../../runner/live/store/store'

const turn = () => new Promise(setImmediate)

/** Watches a store, with the answers that it gives one after the other. */
async function watch(answers: (() => Promise<boolean>)[] | undefined) {
  const lines: { level: number; msg: string }[] = []
  const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) })
  const metrics = new LiveMetrics()
  const isReplicated = answers && (() => (answers.shift() as () => Promise<boolean>)())
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance'] })
  const count = answers?.length ?? 1
  const stop = watchReplication({ isReplicated } as Store, metrics, log)
  await turn()
  for (let look = 1; look < count; look++) {
    jest.advanceTimersByTime(30_000)
    await turn()
  }
  stop()
  jest.useRealTimers()
  return { lines: lines.map(({ level, msg }) => [level, msg]), text: await metrics.registry.metrics() }
}

const WARNING = [40, 'Acknowledged events are on one machine only: the database has no synchronous standby.']
const NOTICE = [30, 'Events are acknowledged once a second machine has them.']

it('warns once that acknowledged events are on one machine, and reports when that changes', async () => {
  const yes = async () => true
  const no = async () => false
  const away = () => Promise.reject(new Error('away'))
  const { lines, text } = await watch([no, no, away, yes, yes, no, yes])
  expect(lines).toEqual([WARNING, NOTICE, WARNING, NOTICE])
  expect(text).toContain('tiktok_conversions_store_synchronous 1')
})

it('reports nothing of a store that is always on one machine', async () => {
  const { lines, text } = await watch(undefined)
  expect(lines).toEqual([])
  expect(text).not.toContain('store_synchronous')
})
