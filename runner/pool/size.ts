import { availableParallelism } from 'node:os'
import type { InputFile } from '../sources/input-file'
import { STANDARD_INPUT } from '../sources/standard-input'

/** More threads take more memory than most runs are worth; `--workers` sets another number. */
const DEFAULT_WORKERS = 2

/**
 * The text from which on a second thread pays, in bytes. It compiles all code for itself, and one worker keeps more than
 * one core busy: `bench/README.md` has the figures.
 */
const PARALLEL_THRESHOLD_BYTES = 100_000_000

/** Chooses the number of threads: several for a large input, if there are several cores. */
export function chooseWorkers(files: readonly InputFile[], concurrency: number): number {
  const bytes = files.reduce((sum, file) => sum + textBytes(file), 0)
  return bytes > PARALLEL_THRESHOLD_BYTES ? Math.min(availableParallelism(), concurrency, DEFAULT_WORKERS) : 1
}

/** Estimates the bytes of text. The size of standard input is unknown; gzip leaves about a tenth of text. */
function textBytes({ path, size, isGzip }: InputFile): number {
  if (path === STANDARD_INPUT) return Infinity
  return isGzip ? 10 * size : size
}
