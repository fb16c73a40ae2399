import type { PersonIds } from './person'
import { Person } from './person'
import { everyDeadLetter, everyWaitingEvent } from './scan'
import type { Store } from './store/store'

/** Numbers of events. */
export interface Erased {
  waiting: number
  dead: number
  /** Events of these that were being sent, and may reach TikTok. */
  beingSent: number
}

/** Events that are removed at a time. */
const PAGE = 500

/**
 * Removes the events of a person that wait for delivery or are dead letters.
 * @param isDryRun whether they are only counted
 */
export async function erasePerson(store: Store, ids: PersonIds, isDryRun = false): Promise<Erased> {
  const person = new Person(ids)
  const erased: Erased = { waiting: 0, dead: 0, beingSent: 0 }
  const waiting: number[] = []
  for await (const { id, event, isLeased } of everyWaitingEvent(store)) {
    if (!person.isIn(event)) continue
    waiting.push(id)
    if (isLeased) erased.beingSent++
  }
  const dead: number[] = []
  for await (const { id, event } of everyDeadLetter(store)) if (person.isIn(event)) dead.push(id)
  if (isDryRun) return { ...erased, waiting: waiting.length, dead: dead.length }
  for (const page of pagesOf(waiting)) erased.waiting += await store.waiting.drop(page)
  for (const page of pagesOf(dead)) erased.dead += await store.dead.drop(page)
  return erased
}

function pagesOf(ids: readonly number[]): number[][] {
  return Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, page) => ids.slice(page * PAGE, (page + 1) * PAGE))
}
