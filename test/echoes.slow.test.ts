import { readFileSync } from 'node:fs'
import pino from 'pino'
import { sandboxEndpoint } from '../runner/delivery/endpoint'
import { LiveDeliverer } from '../runner/live/deliver/deliverer'
import { createDeliveryLog } from '../runner/live/deliver/metrics'
import { LiveMetrics } from '../runner/live/metrics'
import { SqliteStore } from '../runner/live/store/sqlite'
import { presetMappings } from '../runner/mappings/presets'
import { EVENTS, GROUPS, leaksIn, VARIANTS } from './__helpers__/echoes'
import { SendBench } from './__helpers__/send'

const bench = new SendBench()

/** Stubs that repeat the echoes, one a request. */
function stubEchoes(): void {
  for (const { body } of VARIANTS) bench.sandbox.stub({ body })
}

/** A mapping for each group of events: its test event code has them sent apart from others. */
const splitMappings = () => {
  const order = presetMappings().find(({ name }) => name === 'Place an Order')
  return Array.from({ length: GROUPS }, (_, index) => ({
    ...order,
    name: `Mapping ${index}`,
    subscribe: `properties.group = "g${index}"`,
    mapping: { ...order?.mapping, test_event_code: `T${index}` }
  }))
}

it('leaves nothing of them in what a run of send writes, apart from the events themselves', async () => {
  stubEchoes()
  const input = bench.folder.writeEvents('a.ndjson', EVENTS)
  const mappings = bench.folder.write('mappings.json', JSON.stringify(splitMappings()))
  const [failed, checkpoint] = [bench.folder.file('failed'), bench.folder.file('checkpoint')]
  const args = [input, '--mappings', mappings, '--failed', failed, '--checkpoint', checkpoint, '--max-attempts', '2']
  const texts = await bench.send([...args, '--list', 'all'])
  stubEchoes()
  const json = await bench.send([input, '--mappings', mappings, '--json'])
  expect(bench.sandbox.requests.length).toBeGreaterThan(600)
  const rows = readFileSync(failed, 'utf8')
    .trim()
    .split('\n')
    .map((row) => JSON.stringify({ ...JSON.parse(row), event: undefined, run: undefined }))
  expect(rows.length).toBeGreaterThan(100)
  // A digest may hold seven digits in a row, but not those of a secret with others between them.
  const { identity: _identity, digest: _digest, run: _run, ...saved } = JSON.parse(readFileSync(checkpoint, 'utf8'))
  const told = [texts.stdout, texts.stderr, json.stdout, json.stderr, JSON.stringify(saved), ...rows]
  expect(told.flatMap((text) => text.split('\n')).flatMap(leaksIn)).toEqual([])
})

it('leaves nothing of them in the log, the metrics and the dead letters of serve, apart from the events', async () => {
  stubEchoes()
  const store = await SqliteStore.open(bench.folder.file('store.db'))
  const rows = EVENTS.slice(0, 300).map((event, index) => ({
    source: 'shop',
    messageId: `m${index}`,
    event: JSON.stringify(event)
  }))
  await store.append({ events: rows })
  const lines: string[] = []
  const metrics = new LiveMetrics()
  const listener = createDeliveryLog(
    metrics,
    pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  )('default')
  let settled = 0
  let end: () => void = () => undefined
  const isEmpty = new Promise<void>((resolve) => {
    end = resolve
  })
  const watching = {
    ...listener,
    claimed: (report: Parameters<typeof listener.claimed>[0]) => {
      listener.claimed(report)
      settled += report.events - report.retried
      if (settled >= rows.length) end()
    }
  }
  const limits = { rate: 1000, maxAttempts: 2, retryDelay: 1, timeout: 600_000, keepsRequests: false }
  const delivery = { ...limits, endpoint: sandboxEndpoint(bench.sandbox), mappings: splitMappings() as never }
  const deliverer = new LiveDeliverer({ store, delivery, listener: watching, concurrency: 1, idleMs: 1 })
  await isEmpty
  await deliverer.stop()
  const letters = (await store.dead.list({ limit: 1000 })).map(({ event: _event, ...letter }) => JSON.stringify(letter))
  await store.close()
  expect(letters.length).toBeGreaterThan(100)
  const told = [...lines, await metrics.registry.metrics(), ...letters]
  const withoutTimes = told.map((text) => text.replace(/"(?:at|time)":\d+/g, ''))
  expect(withoutTimes.flatMap((text) => text.split('\n')).flatMap(leaksIn)).toEqual([])
})
