import { signal } from '@preact/signals'
import { askJson } from '../client'
import type { EventChoice, ExplainAnswer } from '../types'
import { answerFor } from './answer'
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
    announce(answerFor(journey.value).sentence, 'said')
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error
  }
}
