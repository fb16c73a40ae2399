import { signal } from '@preact/signals'

/** Whether a live list moves with its newest event. It stands still while somebody looks at its other events. */
export const following = signal(true)
