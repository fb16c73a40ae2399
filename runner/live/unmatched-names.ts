/** A name of events that no mapping matches. */
export interface UnmatchedName {
  name: string
  /** Events since this process started, or since the name was last forgotten. */
  events: number
  lastAt: string
}

/** Names that are kept: a public key could send any number of them. */
const MAX_NAMES = 20

/** Remembers the names of the last events that no mapping matches. */
export class UnmatchedNames {
  private readonly names = new Map<string, { events: number; at: number }>()

  constructor(private readonly now: () => number = Date.now) {}

  note(names: Readonly<Record<string, number>>): void {
    for (const [name, events] of Object.entries(names)) {
      const before = this.names.get(name)?.events ?? 0
      // Deleted first, so that the last ones are at the end.
      this.names.delete(name)
      this.names.set(name, { events: before + events, at: this.now() })
    }
    for (const name of this.names.keys()) if (this.names.size > MAX_NAMES) this.names.delete(name)
  }

  /** The last first. */
  list(): UnmatchedName[] {
    return [...this.names]
      .map(([name, { events, at }]) => ({ name, events, lastAt: new Date(at).toISOString() }))
      .reverse()
  }
}
