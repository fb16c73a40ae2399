import { randomInt } from 'node:crypto'
import type { DeadLetter } from './dead-letters'
import type { StoredEvent, WaitingEvent } from './store'

/** A row of the table of dead letters, in both dialects. */
export interface LetterRow {
  id: number
  at: number
  source: string
  destination: string
  body: string
  mapping: string | null
  class: string
  status: number
  message: string
  attempts: number
}

export function toLetter(row: LetterRow): DeadLetter {
  const { id, at, source, body, mapping, status, message, attempts } = row
  const error = { class: row.class, status, message }
  // The intake rejects events for all destinations.
  const destination = attempts === 0 ? undefined : row.destination
  return { id, at, source, destination, event: body, mapping: mapping ?? undefined, error, attempts }
}

/** A row of a claimed event, in both dialects. */
export interface EventRow {
  id: number
  source: string
  body: string
  at: number
  attempts: number
  unfinished: number
  mappings: string | null
}

export function toStoredEvent({ id, source, body, at, attempts, unfinished, mappings }: EventRow): StoredEvent {
  return {
    id,
    source,
    event: body,
    receivedAt: at,
    attempts,
    unfinished: unfinished > 0 ? unfinished : undefined,
    mappings: mappings === null ? undefined : (JSON.parse(mappings) as string[])
  }
}

/** A row of an event that is not settled, in both dialects. */
export interface WaitingRow {
  id: number
  source: string
  destination: string
  body: string
  at: number
  due: number
  attempts: number
  leased: number | boolean
}

export function toWaitingEvent({ body, at, leased, ...row }: WaitingRow): WaitingEvent {
  return { ...row, event: body, receivedAt: at, isLeased: Boolean(leased) }
}

/** The largest range that `randomInt` draws from. */
const LEASES = 2 ** 48 - 1

/** A number that no other claim has. */
export function newLease(): number {
  return randomInt(1, LEASES)
}
