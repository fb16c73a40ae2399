import { MAX_REQUESTS_PER_BATCH } from './constants'
import type { Answer, Verdict } from './response'
import { standIn } from './response'
import type { TikTokEvent } from './types'

/** An event and its position in the batch. */
export interface Entry {
  index: number
  event: TikTokEvent
}

/** Sends events in one request. */
export type Post = (events: TikTokEvent[]) => Promise<Answer>

/** Takes the final answer for events: each is settled exactly once. */
export type Settle = (entries: readonly Entry[], answer: Answer) => void

/** After these, more requests would fare no better; what is not settled by then gets the same answer. */
const HALTING: readonly Verdict[] = ['unauthorized', 'throttled', 'unavailable']

const OUT_OF_REQUESTS = standIn(
  'unavailable',
  `after ${MAX_REQUESTS_PER_BATCH} requests this event is still among those of which TikTok refuses some`
)

/** Where TikTok names an event by its position in the request. The wording is not documented. */
const POSITION = /\b(?:data|batch)\W{1,2}(\d+)/i

/**
 * Delivers the events of one batch, one request after the other. TikTok refuses a whole request for one bad event, so
 * the bad ones are singled out: each gets TikTok's own verdict in a request of its own, and the rest goes out. Nothing
 * that was accepted is sent again. Among 1,000 events, one bad one costs at most 22 requests.
 */
export class Delivery {
  private requestsLeft = MAX_REQUESTS_PER_BATCH
  private trustsPositions = true
  private halted?: Answer

  constructor(private readonly settle: Settle) {}

  /** Resolves when each of the entries is settled. Does not reject. */
  async deliver(entries: readonly Entry[], post: Post): Promise<void> {
    const answer = await this.send(entries, post)
    await this.resolve(entries, answer, post)
  }

  /** One request. It settles its entries, unless one of them may have cost the others their acceptance. */
  private async send(entries: readonly Entry[], post: Post): Promise<Answer> {
    const answer =
      this.halted ?? (this.requestsLeft-- > 0 ? await post(entries.map(({ event }) => event)) : OUT_OF_REQUESTS)
    if (HALTING.includes(answer.verdict)) this.halted = answer
    if (!isUndecided(entries, answer)) this.settle(entries, answer)
    return answer
  }

  /** Settles entries that were refused together: the one TikTok names first, if it names one, then the rest. */
  private async resolve(entries: readonly Entry[], answer: Answer, post: Post): Promise<void> {
    if (!isUndecided(entries, answer)) return

    const suspect = this.trustsPositions ? entries[positionIn(answer.message)] : undefined
    if (suspect === undefined) return this.halve(entries, post)

    const rest = entries.filter((entry) => entry !== suspect)
    const { verdict } = await this.send([suspect], post)
    if (verdict !== 'accepted') return this.deliver(rest, post)

    this.trustsPositions = false
    return this.halve(rest, post)
  }

  /** Settles entries of which at least one is bad, so that all of them need not be sent together once more. */
  private async halve(entries: readonly Entry[], post: Post): Promise<void> {
    if (entries.length === 1) return this.deliver(entries, post)

    const middle = Math.ceil(entries.length / 2)
    const left = entries.slice(0, middle)
    const right = entries.slice(middle)

    const answer = await this.send(left, post)
    if (answer.verdict === 'accepted') return this.halve(right, post)

    await this.resolve(left, answer, post)
    return this.deliver(right, post)
  }
}

function isUndecided(entries: readonly Entry[], answer: Answer): boolean {
  return answer.isDivisible && entries.length > 1
}

function positionIn(message: string): number {
  return Number(POSITION.exec(message)?.[1])
}
