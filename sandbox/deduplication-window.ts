import { createHash } from 'node:crypto'

/** TikTok drops an event that it accepted within the last 48 hours, in milliseconds. */
const WINDOW = 48 * 60 * 60 * 1000

const MIN_SLOTS = 1024
const MAX_LOAD = 0.75

/**
 * The keys that were accepted within the last 48 hours, as 64-bit hashes in a table with open addressing.
 * A key takes 16 bytes in a table that is 37 to 75 % full: a Set of bigints takes three times as much.
 * Two of a million keys share a hash with a probability of 1 to 37 million.
 */
export class DeduplicationWindow {
  private hashes = new BigUint64Array(MIN_SLOTS)
  /** Unix milliseconds of the acceptances; NaN in free slots. */
  private times = new Float64Array(MIN_SLOTS).fill(Number.NaN)
  private used = 0

  /** Remembers a key, unless it was accepted within the last 48 hours. Returns whether it is new. */
  accept(key: string, now: number): boolean {
    const hash = hashKey(key)
    const slot = this.findSlot(hash)
    if (now - this.timeAt(slot) < WINDOW) return false

    this.set(slot, hash, now)
    if (this.used > this.times.length * MAX_LOAD) this.rebuild(now)
    return true
  }

  clear(): void {
    this.allocate(MIN_SLOTS)
  }

  /** Forgets the keys whose 48 hours are over, and makes room for as many again as are left. */
  private rebuild(now: number): void {
    const { hashes, times } = this
    const isCurrent = (time: number): boolean => now - time < WINDOW
    const current = times.reduce((count, time) => count + Number(isCurrent(time)), 0)

    this.allocate(Math.max(MIN_SLOTS, 2 ** Math.ceil(Math.log2(2 * current))))
    for (const [index, time] of times.entries()) {
      const hash = hashes[index] as bigint
      if (isCurrent(time)) this.set(this.findSlot(hash), hash, time)
    }
  }

  private allocate(slots: number): void {
    this.hashes = new BigUint64Array(slots)
    this.times = new Float64Array(slots).fill(Number.NaN)
    this.used = 0
  }

  /** The slot of the hash, or the free slot where it belongs. */
  private findSlot(hash: bigint): number {
    const last = this.times.length - 1
    let slot = Number(hash & 0xffffffffn) & last
    while (!Number.isNaN(this.timeAt(slot)) && this.hashes[slot] !== hash) slot = (slot + 1) & last
    return slot
  }

  private set(slot: number, hash: bigint, time: number): void {
    if (Number.isNaN(this.timeAt(slot))) this.used += 1
    this.hashes[slot] = hash
    this.times[slot] = time
  }

  private timeAt(slot: number): number {
    return this.times[slot] as number
  }
}

function hashKey(key: string): bigint {
  return createHash('sha256').update(key).digest().readBigUInt64LE()
}
