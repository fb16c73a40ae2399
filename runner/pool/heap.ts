import { setFlagsFromString } from 'node:v8'

/**
 * By how many percent a heap may grow before it is collected. V8 would wait longer, and take more than the 200 MB in
 * which files of any size are to be delivered. Several heaps have to be smaller each, and so has one that holds a long
 * list of files.
 */
const HEAP_GROWTH = { usual: 150, small: 60 }

const MANY_FILES = 20_000

/** Limits the heaps of all threads of this process. */
export function limitHeapGrowth(workers: number, files: number): void {
  const growth = workers > 1 || files > MANY_FILES ? HEAP_GROWTH.small : HEAP_GROWTH.usual
  setFlagsFromString(`--heap-growing-percent=${growth}`)
}

/**
 * Keeps the memory for new objects as large as it is, in all threads of this process. V8 would let it grow to 48 MB a
 * thread. To be called when delivery begins: with less memory than it takes to load the modules, collecting is slower.
 */
export function keepYoungGeneration(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
