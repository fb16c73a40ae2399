/** Something that the page shows and that has changed: `mappings`, `requests`, `source:<id>` or `removed:<id>`. */
export type Topic = 'mappings' | 'requests' | `${'source' | 'removed'}:${string}`

/** Tells open pages of changes. */
export class Updates {
  /** Called when a page begins to listen. */
  onWatch: () => void = () => undefined
  private readonly subscriptions = new Set<UpdateSubscription>()

  readonly notify = (topic: Topic): void => {
    for (const subscription of this.subscriptions) subscription.add(topic)
  }

  subscribe(): UpdateSubscription {
    const subscription = new UpdateSubscription(() => this.subscriptions.delete(subscription))
    this.subscriptions.add(subscription)
    this.onWatch()
    return subscription
  }

  /** Whether a page listens. */
  get isWatched(): boolean {
    return this.subscriptions.size > 0
  }

  close(): void {
    for (const subscription of this.subscriptions) subscription.end()
  }
}

/** The changes that one page has not heard of yet. Several of one topic are one. */
export class UpdateSubscription {
  private topics = new Set<Topic>()
  private isEnded = false
  private wake: () => void = () => undefined

  constructor(private readonly onEnd: () => void) {}

  add(topic: Topic): void {
    this.topics.add(topic)
    this.wake()
  }

  /** Resolves when something has changed. @returns `undefined` once the subscription has ended */
  async next(): Promise<Topic[] | undefined> {
    if (this.topics.size === 0 && !this.isEnded) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
    if (this.isEnded) return undefined
    const topics = [...this.topics]
    this.topics.clear()
    return topics
  }

  end(): void {
    this.isEnded = true
    this.onEnd()
    this.wake()
  }
}
