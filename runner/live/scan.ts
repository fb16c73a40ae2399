import type { DeadLetter, DeadLetterFilter } from './store/dead-letters'
import type { Store, WaitingEvent } from './store/store'

/** Rows that are read at a time. */
const PAGE = 1000

/** All dead letters that a filter lets through, the oldest first, page by page. */
export async function* deadLetterPages(
  store: Store,
  filter: DeadLetterFilter = {},
  { after = 0, limit = Infinity }: { after?: number; limit?: number } = {}
): AsyncGenerator<DeadLetter[]> {
  let last = after
  for (let left = limit; left > 0; ) {
    const page = await store.dead.list({ ...filter, after: last, limit: Math.min(PAGE, left) })
    if (page.length === 0) return
    // Taken first: a page may be removed before the next one is read.
    last = page[page.length - 1].id
    left -= page.length
    yield page
  }
}

/** Dead letters of all kinds. */
export async function* everyDeadLetter(store: Store): AsyncGenerator<DeadLetter> {
  for (const unmatched of [false, true]) for await (const page of deadLetterPages(store, { unmatched })) yield* page
}

/** Events that are not settled, the oldest first. */
export async function* everyWaitingEvent(store: Store): AsyncGenerator<WaitingEvent> {
  for (let after = 0; ; ) {
    const page = await store.waiting.list({ after, limit: PAGE })
    if (page.length === 0) return
    after = page[page.length - 1].id
    yield* page
  }
}
