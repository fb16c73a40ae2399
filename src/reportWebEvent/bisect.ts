import type { Verdict } from './codes'
import { MAX_REQUESTS_PER_BATCH } from './constants'
import type { Answer } from './response'
import { syntheticAnswer } from './response'

/** Receives the final answer for some events. Each event is settled exactly once. */
export type Settle<Event> = (events: readonly Event[], answer: Answer) => void

/** Verdicts that stop all further requests. Events not settled by then get the same answer. */
const HALTING: readonly Verdict[] = ['unauthorized', 'throttled', 'unavailable']

const OUT_OF_REQUESTS = syntheticAnswer(
  'unavailable',
  `limit of ${MAX_REQUESTS_PER_BATCH} requests per batch reached before this event was settled`
)

/** Some events, in whichever form, and the function that sends any of them in one request. */
export interface PendingBatch<Event> {
  events: readonly Event[]
  post: (events: readonly Event[]) => Promise<Answer>
}

/**
 * Delivers events, one request after the other. TikTok rejects a whole request for one bad event. The bisector isolates
 * the bad ones: each gets TikTok's own verdict in a request of its own, and the others are delivered. Accepted events
 * are not sent again. One bad event among 1,000 costs at most 22 requests.
 */
export class BatchBisector<Event> {
  private requestsLeft = MAX_REQUESTS_PER_BATCH
  private trustsPositions = true
  private halted?: Answer

  constructor(private readonly settle: Settle<Event>) {}

  /** Resolves when each event is settled. All batches are sent before any is searched. Never rejects. */
  async deliverAll(batches: readonly PendingBatch<Event>[]): Promise<void> {
    const answers: Answer[] = []
    for (const batch of batches) answers.push(await this.send(batch))
    for (const [index, batch] of batches.entries()) await this.resolve(batch, answers[index])
  }

  private async deliver(batch: PendingBatch<Event>): Promise<void> {
    await this.resolve(batch, await this.send(batch))
  }

  /** Sends one request. Settles its events, unless a part of them could succeed. */
  private async send(batch: PendingBatch<Event>): Promise<Answer> {
    const answer = this.halted ?? (await this.request(batch))
    if (HALTING.includes(answer.verdict)) this.halted = answer
    if (!isUndecided(batch, answer)) this.settle(batch.events, answer)
    return answer
  }

  private request({ events, post }: PendingBatch<Event>): Promise<Answer> | Answer {
    return this.requestsLeft-- > 0 ? post(events) : OUT_OF_REQUESTS
  }

  /** Settles events that were rejected together. */
  private async resolve(batch: PendingBatch<Event>, answer: Answer): Promise<void> {
    if (!isUndecided(batch, answer)) return
    if (answer.cause === 'size') {
      for (const half of halvesOf(batch)) await this.deliver(half)
      return
    }
    const { position } = answer
    const suspect = this.trustsPositions && position !== undefined ? batch.events[position] : undefined
    return suspect === undefined ? this.halve(batch) : this.isolate(batch, suspect)
  }

  /** Settles the event that TikTok seems to name, then the others. */
  private async isolate(batch: PendingBatch<Event>, suspect: Event): Promise<void> {
    const rest = { ...batch, events: batch.events.filter((event) => event !== suspect) }
    const { verdict } = await this.send({ ...batch, events: [suspect] })
    if (verdict !== 'accepted') return this.deliver(rest)

    this.trustsPositions = false
    return this.halve(rest)
  }

  /** Settles events, at least one of them probably bad, so that sending all of them together again would be useless. */
  private async halve(batch: PendingBatch<Event>): Promise<void> {
    if (batch.events.length === 1) return this.deliver(batch)

    const [left, right] = halvesOf(batch)
    const answer = await this.send(left)
    if (answer.verdict === 'accepted') return this.halve(right)

    await this.resolve(left, answer)
    return this.deliver(right)
  }
}

function isUndecided<Event>({ events }: PendingBatch<Event>, { cause }: Answer): boolean {
  return cause !== undefined && events.length > 1
}

function halvesOf<Event>(batch: PendingBatch<Event>): [left: PendingBatch<Event>, right: PendingBatch<Event>] {
  const middle = Math.ceil(batch.events.length / 2)
  return [
    { ...batch, events: batch.events.slice(0, middle) },
    { ...batch, events: batch.events.slice(middle) }
  ]
}
