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

/** Preloads what makes such events deadly. */
export const POISONED = `--max-old-space-size=${MEMORY} --require ${join(__dirname, 'deadly-events.cjs')}`

/** Adds events that end the deliverer, hang it or eat its memory, each once, to the events of a real client. */
export async function soakPoison(store: TemporaryStore, poisons: readonly Poison[]): Promise<PoisonResult> {
  const result = await soakWith(
    store.location,
    async (run) => {
      await run.progress()
      for (const poison of poisons) await sendPoison(run.url, poison)
      await run.progress()
    },
    { env: { NODE_OPTIONS: POISONED } }
  )
  const opened = await openStore(store.location)
  const letters = await opened.dead.list()
  await opened.close()
  return { ...result, neverEnded: letters.filter(({ error }) => error.class === 'NeverEndedError').length }
}

export async function sendPoison(url: string, poison: Poison): Promise<void> {
  const event = `Poison: ${poison}`
  const headers = { authorization: `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}` }
  const body = JSON.stringify({ event, userId: 'u1', messageId: event })
  const { status } = await fetch(`${url}/v1/track`, { method: 'POST', headers, body })
  if (status !== 200) throw new Error(`The intake answered ${status}.`)
}
