import { signal } from '@preact/signals'

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

/** Shows a result. */
export function announce(text: string, place = SCREEN): void {
  notice.value = { text, isFailed: false, place }
}

/** Runs an action of the person, and shows the text that it returns if it does, or why it failed. */
export async function attempt(action: () => Promise<unknown>, place = SCREEN): Promise<void> {
  try {
    const text = await action()
    if (typeof text === 'string') announce(text, place)
  } catch (error) {
    notice.value = { text: (error as Error).message, isFailed: true, place }
  }
}
