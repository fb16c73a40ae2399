import type { Store } from './store/store'

/** Bytes for each dead letter that may be kept: three times the size of an order with all fields. */
const BYTES_A_LETTER = 4096

/** Dead letters that are looked at in one go. */
const PAGE = 1000

/** Limits of all dead letters together. */
export interface DeadLimit {
  letters: number
  bytes: number
}

export function deadLimitOf(letters: number): DeadLimit {
  return { letters, bytes: letters * BYTES_A_LETTER }
}

/** Removes the oldest dead letters beyond a limit. @returns how many were removed */
export async function trimDeadLetters(store: Store, limit: DeadLimit): Promise<number> {
  const { dead, deadBytes } = await store.counts()
  let [letters, bytes, removed] = [dead, deadBytes, 0]
  while (letters > limit.letters || bytes > limit.bytes) {
    const ids: number[] = []
    for (const oldest of await store.dead.oldest(PAGE)) {
      if (letters <= limit.letters && bytes <= limit.bytes) break
      ids.push(oldest.id)
      letters--
      bytes -= oldest.bytes
    }
    if (ids.length === 0) break
    removed += await store.dead.drop(ids)
  }
  return removed
}
