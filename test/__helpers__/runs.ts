/** `FC_RUNS`: how many times as many runs as usual; `npm run test:slow` sets it to 4. */
const FACTOR = Number(process.env.FC_RUNS ?? 1)

/** Whether this is the slow part of the tests. */
export const isSlowPart = FACTOR > 1

/** Number of runs of a property. */
export function runsOf(few: number): number {
  return few * FACTOR
}

/** Every so-many-th row of a table, or all if there are to be more runs. */
export function sampleOf<T>(rows: readonly T[], step: number): T[] {
  return rows.filter((_, index) => isSlowPart || index % step === 0)
}
