import { objectOr } from '../json'
import { everyDeadLetter, everyWaitingEvent } from './scan'
import type { DeadLetter } from './store/dead-letters'
import type { FoundMessages, Store, WaitingEvent } from './store/store'

/** Everything that a store knows of a message id. */
export interface EventHistory extends FoundMessages {
  waiting: WaitingEvent[]
  dead: DeadLetter[]
}

/** Finds out what became of events with a message id. It reads all events that wait, and all dead letters. */
export async function findEvent(store: Store, messageId: string): Promise<EventHistory> {
  const isIt = ({ event }: { event: string }) => hasMessageId(event, messageId)
  const history: EventHistory = { ...(await store.find(messageId)), waiting: [], dead: [] }
  for await (const event of everyWaitingEvent(store)) if (isIt(event)) history.waiting.push(event)
  for await (const letter of everyDeadLetter(store)) if (isIt(letter)) history.dead.push(letter)
  return history
}

function hasMessageId(event: string, messageId: string): boolean {
  // Most events need not be parsed.
  if (!event.includes(JSON.stringify(messageId).slice(1, -1))) return false
  return String(objectOr(JSON.parse(event)).messageId) === messageId
}
