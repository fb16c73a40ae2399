import { join } from 'node:path'
import { openStore } from '../runner/live/store/open'
import type { SoakResult } from './run'
import { soakWith } from './run'
import { WRITE_KEY } from './serve'
import type { TemporaryStore } from './stores'

export const POISONS = ['exit', 'hang', 'memory'] as const
export type Poison = (typeof POISONS)[number]

export interface PoisonResult extends SoakResult {
  /** Events that became dead letters, since their attempts never ended. */
  neverEnded: number
}

/** Megabytes. A process with more than that in use ends. */
const MEMORY = 250

/** Adds events that end the deliverer, hang it or eat its memory, each once, to the events of a real client. */
export async function soakPoison(store: TemporaryStore, poisons: readonly Poison[]): Promise<PoisonResult> {
  const options = `--max-old-space-size=${MEMORY} --require ${join(__dirname, 'deadly-events.cjs')}`
  const result = await soakWith(
    store.location,
    async (run) => {
      await run.progress()
      for (const poison of poisons) await send(run.url, `Poison: ${poison}`)
      await run.progress()
    },
    { env: { NODE_OPTIONS: options } }
  )
  const opened = await openStore(store.location)
  const letters = await opened.dead.list()
  await opened.close()
  return { ...result, neverEnded: letters.filter(({ error }) => error.class === 'NeverEndedError').length }
}

async function send(url: string, event: string): Promise<void> {
  const headers = { authorization: `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}` }
  const body = JSON.stringify({ event, userId: 'u1', messageId: event })
  const { status } = await fetch(`${url}/v1/track`, { method: 'POST', headers, body })
  if (status !== 200) throw new Error(`The intake answered ${status}.`)
}
