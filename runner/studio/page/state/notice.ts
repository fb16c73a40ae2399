import { signal } from '@preact/signals'

interface Notice {
  text: string
  /** `said` is for screen readers alone: the screen shows it anyway. */
  kind: 'said' | 'done' | 'failed'
}

/** The last thing that happened, which screen readers say aloud. */
export const notice = signal<Notice>({ text: '', kind: 'said' })

/** Tells that something happened. */
export function announce(text: string, kind: Notice['kind'] = 'done'): void {
  notice.value = { text, kind }
}

/** Runs an action of the person, and shows why it fails if it does. */
export async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    await action()
  } catch (error) {
    announce((error as Error).message, 'failed')
  }
}
