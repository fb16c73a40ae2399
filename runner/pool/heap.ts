import { setFlagsFromString } from 'node:v8'

/**
 * By how many percent a heap may grow before it is collected. V8 would wait longer, and take more than the 200 MB in
 * which files of any size are to be delivered. Several heaps have to be smaller each.
 */
const HEAP_GROWTH = { one: 150, several: 60 }

/** Limits the heaps of all threads of this process. */
export function limitHeapGrowth(workers: number): void {
  setFlagsFromString(`--heap-growing-percent=${workers === 1 ? HEAP_GROWTH.one : HEAP_GROWTH.several}`)
}

/**
 * Keeps the memory for new objects as large as it is, in all threads of this process. V8 would let it grow to 48 MB a
 * thread. To be called when delivery begins: with less memory than it takes to load the modules, collecting is slower.
 */
export function keepYoungGeneration(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
