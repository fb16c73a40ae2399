import { setFlagsFromString } from 'node:v8'

/**
 * By how many percent a heap may grow before it is collected. V8 would wait longer, and take more than the 200 MB in
 * which files of any size are to be delivered. Several heaps have to be smaller each, and so has a heap that holds a
 * long list of files: the second value is for one of the two, the third for both.
 */
const HEAP_GROWTH = [150, 60, 30]

const MANY_FILES = 10_000

/** Limits the heaps of all threads of this process. */
export function limitHeapGrowth(workers: number, files: number): void {
  const growth = HEAP_GROWTH[Number(workers > 1) + Number(files > MANY_FILES)]
  setFlagsFromString(`--heap-growing-percent=${growth}`)
}

/**
 * Keeps the memory for new objects as large as it is, in all threads of this process. V8 would let it grow to 48 MB a
 * thread, and does so again after another thread has started. To be called when delivery begins: with less memory than
 * it takes to load the modules, collecting is slower.
 */
export function keepYoungGeneration(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** Limits the heap of a process that delivers stored events: 31 kB of JSON can hold 10,000 empty products. */
export function limitDeliverer(): void {
  keepYoungGeneration()
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH[2]}`)
}

/**
 * Limits the heap of this thread while files are listed. A long list makes it grow before it is known to be long: the
 * memory for new objects never shrinks, and the next collection is planned at the last one.
 */
export function limitListing(): void {
  keepYoungGeneration()
  limitHeapGrowth(1, Infinity)
}

/** Lifts the limits of `limitListing`, unless the list is long. */
export function endListing(files: number): void {
  if (files > MANY_FILES) return
  setFlagsFromString('--semi-space-growth-factor=2')
  setFlagsFromString('--heap-growing-percent=0')
}
