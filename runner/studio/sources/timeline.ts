import type { RowVerdict, Timeline } from '../api'

/** Rows, of which the times and verdicts are asked for one by one. */
export interface TimedRows {
  length: number
  /** Unix milliseconds; not a number if the row has no time. */
  timeAt: (index: number) => number
  verdictAt: (index: number) => RowVerdict
}

const MAX_BARS = 60

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000]

/** Milliseconds that a bar may stand for. */
const STEPS = [
  ...[1, 5, 15].map((count) => count * SECOND),
  ...[1, 5, 15, 30].map((count) => count * MINUTE),
  ...[1, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 7, 30, 365].map((count) => count * DAY)
]

/** Rows from which the range is taken. */
const SAMPLE = 1000

/** The part at either end that does not decide on the range: one odd time would leave a single bar of all others. */
const ODD = 0.01

/** Counts rows by time and verdict. @returns `undefined` if no row has a time */
export function createTimeline(rows: TimedRows): Timeline | undefined {
  const range = rangeOf(rows)
  if (range === undefined) return undefined
  const [first, last] = range
  const step = STEPS.find((candidate) => (last - first) / candidate < MAX_BARS - 1) ?? (last - first) / (MAX_BARS - 1)
  const start = Math.floor(first / step) * step
  const bars: Timeline['bars'] = Array.from({ length: Math.floor((last - start) / step) + 1 }, () => ({}))
  let outside = 0
  for (let index = 0; index < rows.length; index++) {
    const bar = bars[Math.floor((rows.timeAt(index) - start) / step)]
    if (bar === undefined) outside++
    else {
      const verdict = rows.verdictAt(index)
      bar[verdict] = (bar[verdict] ?? 0) + 1
    }
  }
  return { start, step, bars, outside }
}

/** The first and the last time, without those that lie far from nearly all others. */
function rangeOf({ length, timeAt }: TimedRows): [number, number] | undefined {
  const stride = Math.max(1, Math.floor(length / SAMPLE))
  const times: number[] = []
  for (let index = 0; index < length; index += stride) {
    const time = timeAt(index)
    if (!Number.isNaN(time)) times.push(time)
  }
  if (times.length === 0) return undefined
  times.sort((one, other) => one - other)
  const odd = Math.floor(times.length * ODD)
  const [low, high] = [times[odd], times[times.length - 1 - odd]]
  const margin = (high - low) / 10
  const near = times.filter((time) => time >= low - margin && time <= high + margin)
  return [near[0], near[near.length - 1]]
}
