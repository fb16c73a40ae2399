import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { basic } from './__helpers__/intake'
import type { Engine } from './__helpers__/stores'
import { describeEngines } from './__helpers__/stores'

const KILLS = 3
const SENDERS = 4
const EVENTS = 10
const SCRIPT = join(__dirname, '__helpers__', 'serve-intake.cjs')

describeEngines((createEngine) => {
  let engine: Engine
  let child: ChildProcess
  let url: string

  beforeEach(async () => {
    engine = createEngine()
    await start()
  })
  afterEach(async () => {
    await kill()
    await engine.remove()
  })

  async function start(): Promise<void> {
    child = fork(SCRIPT, engine.location)
    const [port] = await once(child, 'message')
    url = `http://127.0.0.1:${port}/v1/batch`
  }

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  /** Whether a batch was acknowledged. */
  async function send(batch: object[]): Promise<boolean> {
    const headers = { authorization: basic('key-1') }
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ batch }) }).catch(
      () => undefined
    )
    return response?.status === 200
  }

  /** Sends batches side by side until one is not answered, as the process is killed after a number of answers. */
  async function sendUntilKilled(round: number): Promise<{ acknowledged: object[][]; unanswered: object[][] }> {
    const acknowledged: object[][] = []
    const unanswered: object[][] = []
    const killed = Array.from({ length: SENDERS }, async (_, sender) => {
      for (let turn = 0; unanswered.length === 0; turn++) {
        const batch = Array.from({ length: EVENTS }, (_, index) => ({
          type: 'track',
          messageId: `${round}-${sender}-${turn}-${index}`
        }))
        if (!(await send(batch))) unanswered.push(batch)
        else if (acknowledged.push(batch) === 40) child.kill('SIGKILL')
      }
    })
    await Promise.all(killed)
    return { acknowledged, unanswered }
  }

  it('keeps every acknowledged event, once, through kill -9 of the intake', async () => {
    const acknowledged: object[][] = []
    for (let round = 0; round < KILLS; round++) {
      const sent = await sendUntilKilled(round)
      expect(sent.unanswered.length).toBeGreaterThan(0)
      await kill()
      await start()
      acknowledged.push(...sent.acknowledged)
      // A library repeats what was not answered. Some of it may be stored.
      for (const batch of sent.unanswered) {
        expect(await send(batch)).toBe(true)
        acknowledged.push(batch)
      }
    }
    await kill()

    const store = await engine.open()
    const { events } = await store.claim(100_000, 60_000)
    await store.close()
    const stored = events.map(({ event }) => JSON.parse(event).messageId)
    const expected = acknowledged.flat().map((event) => (event as { messageId: string }).messageId)
    expect(expected.length).toBeGreaterThanOrEqual(KILLS * 40 * EVENTS)
    expect(stored.sort()).toEqual(expected.sort())
  })

  it('answers what is under way on SIGTERM, keeps what it acknowledged, and ends by itself', async () => {
    let isTold = false
    const sends = Array.from({ length: 20 }, async (_, index) => {
      const isAcknowledged = await send([{ type: 'track', messageId: `${index}` }])
      if (!isTold) child.kill('SIGTERM')
      isTold = true
      return isAcknowledged
    })
    const exited = once(child, 'exit')
    const acknowledged = (await Promise.all(sends)).filter(Boolean).length
    expect(await exited).toEqual([0, null])
    const store = await engine.open()
    expect(acknowledged).toBeGreaterThan(0)
    expect((await store.counts()).backlog).toBe(acknowledged)
    await store.close()
  })
})
