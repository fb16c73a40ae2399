import { signal } from '@preact/signals'

/** An answer of the server that a screen is made of, or the reason why there is none. */
export class Remote<T> {
  /** The last answer; absent until there is one. */
  readonly value = signal<T>()
  /** Why the last request failed. */
  readonly error = signal<string>()
  private subject = ''
  private request = new AbortController()
  private work: () => Promise<void> = async () => undefined

  /**
   * Asks the server, and aborts the request before.
   * @param subject what is asked about; the answer about another one is forgotten at once
   */
  load(subject: string, work: (abort: AbortSignal) => Promise<T>): Promise<void> {
    if (subject !== this.subject) this.value.value = undefined
    this.subject = subject
    this.work = () => this.run(work)
    return this.work()
  }

  /** Asks again. */
  readonly retry = (): Promise<void> => this.work()

  private async run(work: (abort: AbortSignal) => Promise<T>): Promise<void> {
    this.request.abort()
    this.request = new AbortController()
    const { signal: abort } = this.request
    try {
      const answer = await work(abort)
      if (abort.aborted) return
      this.error.value = undefined
      this.value.value = answer
    } catch (error) {
      if (!abort.aborted) this.error.value = (error as Error).message
    }
  }
}
