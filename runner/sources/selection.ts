/** The part of the input to deliver. */
export interface Selection {
  /** Number of events; all by default. */
  limit?: number
  isSelected?: (line: string) => boolean
  /** Number of events that were read and lie outside of the times. */
  outside: number
}

/** Limits on the input, as a person gives them. */
export interface SelectionOptions {
  limit?: number
  /** Unix milliseconds, included. */
  since?: number
  /** Unix milliseconds, excluded. */
  until?: number
}

/** Reading times needs the destination, which is loaded on request only: it takes time and memory. */
export async function createSelection({ limit, since, until }: SelectionOptions): Promise<Selection> {
  const selection: Selection = { limit, outside: 0 }
  if (since === undefined && until === undefined) return selection
  const { countOutside } = await import('./event-time')
  selection.isSelected = (line) => {
    const outside = countOutside(line, since ?? -Infinity, until ?? Infinity)
    selection.outside += outside
    return outside === 0
  }
  return selection
}

/** Describes an input without any selected event. */
export function describeNothing({ since, until }: SelectionOptions, { outside }: Selection): string {
  if (outside === 0) return 'The input holds no event.'
  const [from, to] = [since, until].map((time) => (time === undefined ? undefined : new Date(time).toISOString()))
  const span = from === undefined ? `before ${to}` : to === undefined ? `from ${from} on` : `between ${from} and ${to}`
  return `0 of ${outside} ${outside === 1 ? 'event is' : 'events are'} ${span}.`
}
