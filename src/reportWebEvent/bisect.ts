import type { Verdict } from './codes'
import { MAX_REQUESTS_PER_BATCH } from './constants'
import type { Answer } from './response'
import { syntheticAnswer } from './response'
import type { TikTokEvent } from './types'

/** An event and its position in the batch. */
export interface IndexedEvent {
  index: number
  event: TikTokEvent
}

/** Sends events in one request. */
export type Post = (events: TikTokEvent[]) => Promise<Answer>

/** Takes the final answer for events: each is settled exactly once. */
export type Settle = (entries: readonly IndexedEvent[], answer: Answer) => void

/** After these, more requests would fare no better; what is not settled by then gets the same answer. */
const HALTING: readonly Verdict[] = ['unauthorized', 'throttled', 'unavailable']

const OUT_OF_REQUESTS = syntheticAnswer(
  'unavailable',
  `the batch has used up its ${MAX_REQUESTS_PER_BATCH} requests, and this event is still undecided`
)

/** Where TikTok names an event by its position in the request. The wording is not documented. */
const POSITION = /\b(?:data|batch)\W{1,2}(\d+)/i

/** Some events of a batch, and how to send them. */
export interface Batch {
  entries: readonly IndexedEvent[]
  post: Post
}

/**
 * Delivers the events of one batch, one request after the other. TikTok refuses a whole request for one bad event, so
 * the bad ones are singled out: each gets TikTok's own verdict in a request of its own, and the rest goes out. Nothing
 * that was accepted is sent again. Among 1,000 events, one bad one costs at most 22 requests.
 */
export class BatchBisector {
  private requestsLeft = MAX_REQUESTS_PER_BATCH
  private trustsPositions = true
  private halted?: Answer

  constructor(private readonly settle: Settle) {}

  /** Resolves when each event is settled: all groups are sent before any is searched. Does not reject. */
  async deliverAll(groups: readonly Batch[]): Promise<void> {
    const answers: Answer[] = []
    for (const group of groups) answers.push(await this.send(group))
    for (const [index, group] of groups.entries()) await this.resolve(group, answers[index])
  }

  private async deliver(group: Batch): Promise<void> {
    await this.resolve(group, await this.send(group))
  }

  /** One request. It settles its events, unless a part of them may fare better. */
  private async send(group: Batch): Promise<Answer> {
    const answer = this.halted ?? (await this.request(group))
    if (HALTING.includes(answer.verdict)) this.halted = answer
    if (!isUndecided(group, answer)) this.settle(group.entries, answer)
    return answer
  }

  private request({ entries, post }: Batch): Promise<Answer> | Answer {
    return this.requestsLeft-- > 0 ? post(entries.map(({ event }) => event)) : OUT_OF_REQUESTS
  }

  /** Settles events that were refused together. */
  private async resolve(group: Batch, answer: Answer): Promise<void> {
    if (!isUndecided(group, answer)) return
    if (answer.cause === 'size') {
      for (const half of halvesOf(group)) await this.deliver(half)
      return
    }
    const suspect = this.trustsPositions ? group.entries[positionIn(answer.message)] : undefined
    return suspect === undefined ? this.halve(group) : this.isolate(group, suspect)
  }

  /** Settles the event that TikTok seems to name, then the rest. */
  private async isolate(group: Batch, suspect: IndexedEvent): Promise<void> {
    const rest = { ...group, entries: group.entries.filter((entry) => entry !== suspect) }
    const { verdict } = await this.send({ ...group, entries: [suspect] })
    if (verdict !== 'accepted') return this.deliver(rest)

    this.trustsPositions = false
    return this.halve(rest)
  }

  /** Settles events of which one seems to be bad at least, so that all of them need not be sent together once more. */
  private async halve(group: Batch): Promise<void> {
    if (group.entries.length === 1) return this.deliver(group)

    const [left, right] = halvesOf(group)
    const answer = await this.send(left)
    if (answer.verdict === 'accepted') return this.halve(right)

    await this.resolve(left, answer)
    return this.deliver(right)
  }
}

function isUndecided({ entries }: Batch, { cause }: Answer): boolean {
  return cause !== undefined && entries.length > 1
}

function halvesOf(group: Batch): [left: Batch, right: Batch] {
  const middle = Math.ceil(group.entries.length / 2)
  return [
    { ...group, entries: group.entries.slice(0, middle) },
    { ...group, entries: group.entries.slice(middle) }
  ]
}

/** NaN, which is no position, where the message names none. */
function positionIn(message: string): number {
  return Number(POSITION.exec(message)?.[1])
}
