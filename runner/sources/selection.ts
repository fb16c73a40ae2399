/** The part of the input to deliver. */
export interface Selection {
  /** Number of events; all by default. */
  limit?: number
  isSelected?: (line: string) => boolean
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
  if (since === undefined && until === undefined) return { limit }
  const { isBetween } = await import('./event-time')
  return { limit, isSelected: (line) => isBetween(line, since ?? -Infinity, until ?? Infinity) }
}
