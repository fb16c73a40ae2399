/** How much is measured. */
export interface Size {
  rounds: number
  /** Events of a run that sends them singly. */
  singles: number
  /** Events of a run that sends them in batches. */
  batched: number
  /** Events of a file. */
  fileEvents: number
  /** A run over a file takes long. */
  fileRounds: number
}

export const SIZES: ReadonlyMap<string, Size> = new Map([
  /** Shows that the benchmarks run; its figures are worth little. */
  ['small', { rounds: 1, singles: 64, batched: 1000, fileEvents: 2000, fileRounds: 1 }],
  ['full', { rounds: 15, singles: 300, batched: 5000, fileEvents: 1_000_000, fileRounds: 3 }]
])
