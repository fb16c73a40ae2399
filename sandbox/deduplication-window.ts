import { createHash } from 'node:crypto'

/** TikTok drops an event that it accepted within the last 48 hours, in milliseconds. */
const WINDOW = 48 * 60 * 60 * 1000

const MIN_SLOTS = 1024
const MAX_LOAD = 0.75

/**
 * The keys that were accepted within the last 48 hours, as 64-bit hashes in a table with open addressing.
 * A million keys need about 18 MB. Two of them share a hash with a probability of 1 to 37 million.
 */
export class DeduplicationWindow {
  private hashes = new BigUint64Array(MIN_SLOTS)
  /** Positions in `times`, from 1 on; 0 in free slots. */
  private timeOf = new Uint32Array(MIN_SLOTS)
  /** The times of acceptances, in Unix milliseconds, after a time that no slot has. */
  private times = [Number.NaN]
  private used = 0

  /** Remembers a key, unless it was accepted within the last 48 hours. Returns whether it was remembered. */
  accept(key: string, now: number): boolean {
    const hash = hashKey(key)
    const slot = this.findSlot(hash)
    if (now - this.timeAt(slot) < WINDOW) return false

    if (this.times.at(-1) !== now) this.times.push(now)
    this.fill(slot, hash, this.times.length - 1)
    if (this.used > this.hashes.length * MAX_LOAD) this.rebuild(now)
    return true
  }

  clear(): void {
    this.allocate(MIN_SLOTS)
    this.times = [Number.NaN]
  }

  /** Forgets the keys whose 48 hours are over, and makes the table twice as large as the rest needs. */
  private rebuild(now: number): void {
    const { hashes, timeOf, times } = this
    const isCurrent = (time: number): boolean => now - (times[time] as number) < WINDOW
    const current = timeOf.reduce((count, time) => count + Number(isCurrent(time)), 0)

    this.allocate(Math.max(MIN_SLOTS, 2 * current))
    timeOf.forEach((time, slot) => {
      const hash = hashes[slot] as bigint
      if (isCurrent(time)) this.fill(this.findSlot(hash), hash, time)
    })
  }

  private allocate(slots: number): void {
    this.hashes = new BigUint64Array(slots)
    this.timeOf = new Uint32Array(slots)
    this.used = 0
  }

  /** The slot of the hash, or the free slot where it belongs. */
  private findSlot(hash: bigint): number {
    const slots = this.hashes.length
    let slot = Number(BigInt.asUintN(32, hash)) % slots
    while (this.timeOf[slot] !== 0 && this.hashes[slot] !== hash) slot = (slot + 1) % slots
    return slot
  }

  private fill(slot: number, hash: bigint, time: number): void {
    if (this.timeOf[slot] === 0) this.used += 1
    this.hashes[slot] = hash
    this.timeOf[slot] = time
  }

  /** NaN for a free slot. */
  private timeAt(slot: number): number {
    return this.times[this.timeOf[slot] as number] as number
  }
}

function hashKey(key: string): bigint {
  return createHash('sha256').update(key).digest().readBigUInt64LE()
}
