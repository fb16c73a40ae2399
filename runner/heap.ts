import { setFlagsFromString } from 'node:v8'

/**
 * By how many percent a heap may grow before it is collected. V8 would wait longer, and take more than the 200 MB in
 * which files of any size are to be delivered.
 */
const HEAP_GROWTH = { usual: 150, small: 40, smallest: 30 }

const MANY_FILES = 10_000

/** Limits the heaps of all threads of this process. Several have to be smaller each, as has one with a long list of files. */
export function limitHeapGrowth(workers: number, files: number): void {
  const isLong = files > MANY_FILES
  if (workers === 1) setHeapGrowth(isLong ? 'small' : 'usual')
  else setHeapGrowth(isLong || workers > 2 ? 'smallest' : 'small')
}

function setHeapGrowth(size: keyof typeof HEAP_GROWTH): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH[size]}`)
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
  setHeapGrowth('smallest')
}

/**
 * Limits the heap of this thread while files are listed. A long list makes it grow before it is known to be long: the
 * memory for new objects never shrinks, and the next collection is planned at the last one.
 */
export function limitListing(): void {
  keepYoungGeneration()
  setHeapGrowth('small')
}

/** Lifts the limits of `limitListing`, unless the list is long. */
export function endListing(files: number): void {
  if (files > MANY_FILES) return
  setFlagsFromString('--semi-space-growth-factor=2')
  setFlagsFromString('--heap-growing-percent=0')
}
