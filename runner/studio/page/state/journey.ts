import { signal } from '@preact/signals'
import { askJson } from '../client'
import type { EventChoice, ExplainAnswer, RowMapping } from '../types'
import { wordFor } from '../words'
import { announce } from './notice'

/** The open event; absent until it is explained. */
export const journey = signal<ExplainAnswer>()

/** The event that is open, or was last. */
export const openEvent = signal<EventChoice>()

let request: AbortController | undefined

/** Explains an event. A newer call makes an older one end without effect. */
export async function loadJourney(choice: EventChoice, show: boolean): Promise<void> {
  request?.abort()
  request = new AbortController()
  const { signal: abort } = request
  const isOther = JSON.stringify(choice) !== JSON.stringify(openEvent.value)
  if (isOther) journey.value = undefined
  openEvent.value = choice
  try {
    journey.value = await askJson<ExplainAnswer>('explain', {
      method: 'POST',
      json: { ...choice, show },
      signal: abort
    })
    announce(summarize(journey.value), 'said')
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error
  }
}

/** The result of a delivery. */
function describeResult({ mapping, verdict, reason }: RowMapping): string {
  return `${mapping}: ${wordFor(verdict, true).toLowerCase()}. ${reason ?? ''}`.trim()
}

/** The outcome of an event, in one sentence. */
export function summarize({ explanation: { mappings, optOut }, result }: ExplainAnswer): string {
  if (result !== undefined && result.mappings.length > 0) return result.mappings.map(describeResult).join(' ')
  if (optOut !== undefined) return `Opted out: ${optOut}`
  const used = mappings.filter(({ outcome }) => outcome !== undefined)
  if (used.length === 0) return 'Unmatched: no trigger matches this event.'
  const sent = used.filter(({ outcome }) => outcome?.faults?.length === 0)
  if (sent.length === used.length) return `Would be delivered through ${sent.map(({ name }) => name).join(', ')}.`
  return `Would be rejected through ${used
    .filter((mapping) => !sent.includes(mapping))
    .map(({ name }) => name)
    .join(', ')}.`
}
