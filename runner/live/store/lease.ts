import { randomInt } from 'node:crypto'

/** The largest range that `randomInt` draws from. */
const LEASES = 2 ** 48 - 1

/** A number that no other claim has. */
export function newLease(): number {
  return randomInt(1, LEASES)
}
