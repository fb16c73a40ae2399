import { signal } from '@preact/signals'
import { askJson } from '../client'
import type { EventChoice, ExplainAnswer } from '../types'
import { Remote } from './remote'

/** The explanation of the open event. */
export const journey = new Remote<ExplainAnswer>()

/** The event that is open, or was last. */
export const openEvent = signal<EventChoice>()

/** Explains an event. */
export function loadJourney(choice: EventChoice, show: boolean): Promise<void> {
  openEvent.value = choice
  return journey.load(JSON.stringify(choice), (signal) =>
    askJson('explain', { method: 'POST', json: { ...choice, show }, signal })
  )
}
