import type { ChildProcess } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import { ServeProcess, WRITE_KEY } from '../../soak/serve'
import type { TemporaryStore } from '../../soak/stores'
import { temporaryFile } from '../../soak/stores'
import { ordersOf, ROOT, toLines } from '../__helpers__/command'

const CONSUMER = join(ROOT, 'examples/serve/kafka-consumer.mjs')
const TOPIC = 'events'
const EVENTS = 1500
const KILLS = 4

/** kcat brings the mock broker of librdkafka; the client is no dependency of this package. */
const isThere =
  spawnSync('kcat', ['-V']).status === 0 &&
  spawnSync(process.execPath, ['-e', 'require.resolve("kafkajs")'], { cwd: ROOT }).status === 0
const inKafka = isThere ? it : it.skip

let children: ChildProcess[]
let store: TemporaryStore
let sandbox: Sandbox
let server: ServeProcess

beforeEach(async () => {
  children = []
  store = temporaryFile()
  sandbox = await startSandbox({ keep: 'all' })
})
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  await server.kill()
  await sandbox.close()
  await store.remove()
})

/** A broker that lives as long as its client, a producer whose input stays open. @returns its address */
function startBroker(): Promise<string> {
  const args = ['-X', 'test.mock.num.brokers=1', '-b', 'replaced', '-d', 'mock', '-P', '-t', TOPIC]
  const broker = spawn('kcat', args, { stdio: ['pipe', 'ignore', 'pipe'] })
  children.push(broker)
  // Read to the end: a broker that cannot write its messages would end.
  return new Promise((resolve, reject) => {
    let text = ''
    broker.stderr.on('data', (part) => {
      text += String(part)
      const [, address] = /bootstrap\.servers=(\S+)\s/.exec(text) ?? []
      if (address !== undefined) resolve(address)
    })
    broker.once('exit', () => reject(new Error(`kcat ended: ${text}`)))
  })
}

function startConsumer(broker: string): ChildProcess {
  const env = { ...process.env, KAFKA_BROKERS: broker, KAFKA_TOPIC: TOPIC, SERVE_URL: server.url, WRITE_KEY }
  const consumer = spawn(process.execPath, [CONSUMER], { env, stdio: 'ignore' })
  children.push(consumer)
  return consumer
}

inKafka(
  `the consumer of the example loses and doubles nothing when it is killed${isThere ? '' : ' (skipped: kcat or kafkajs is not installed)'}`,
  async () => {
    const broker = await startBroker()
    server = await ServeProcess.start([
      '--store',
      store.location,
      '--port',
      '0',
      '--sandbox-port',
      String(sandbox.port)
    ])
    const events = ordersOf(EVENTS).map((event, index) => ({
      ...event,
      messageId: index % 2 === 0 ? `m${index}` : undefined
    }))
    spawnSync('kcat', ['-b', broker, '-P', '-t', TOPIC, '-p', '0'], { input: `${toLines(events)}no JSON\n` })

    const delivered = () => new Set(sandbox.accepted.map(({ data }) => data.event_id)).size
    for (let kill = 1; kill <= KILLS; kill++) {
      const consumer = startConsumer(broker)
      while (delivered() < (kill * EVENTS) / (KILLS + 1)) await wait(10)
      consumer.kill('SIGKILL')
      await once(consumer, 'exit')
    }
    startConsumer(broker)
    while (delivered() < EVENTS) await wait(20)
    expect(sandbox.accepted).toHaveLength(EVENTS)
    expect(sandbox.duplicates).toEqual([])
  }
)
