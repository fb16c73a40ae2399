import { signal } from '@preact/signals'
import { settleEdits } from './mappings'

/** The result of the last action of the person. */
interface Notice {
  text: string
  isFailed: boolean
  /** The part of the screen that shows it, as `Status` names it. */
  place: string
}

/** The place of results that no part of the screen shows itself: below the title. */
export const SCREEN = 'screen'

export const notice = signal<Notice>()

/** Runs an action of the person under the mappings as they have been edited, and shows its result. */
export function attempt(action: () => Promise<unknown>, place?: string): Promise<void> {
  return showResult(() => settleEdits().then(action), place)
}

/** Shows the text that work returns if it does, or why it failed. */
export async function showResult(work: () => Promise<unknown>, place = SCREEN): Promise<void> {
  try {
    const text = await work()
    if (typeof text === 'string') notice.value = { text, isFailed: false, place }
  } catch (error) {
    notice.value = { text: (error as Error).message, isFailed: true, place }
  }
}
