import type { StatsContext } from '@segment/actions-core'
import type { LeftOut } from './left-out'

/** Counts values that were left out, by field and reason. The tags hold no value. */
export function countLeftOut(stats: StatsContext | undefined, leftOut: readonly (LeftOut[] | undefined)[]): void {
  if (stats?.statsClient === undefined) return
  const counts = new Map<string, number>()
  for (const { field, reason } of leftOut.flatMap((list) => list ?? [])) {
    const tags = `field:${field} reason:${reason}`
    counts.set(tags, (counts.get(tags) ?? 0) + 1)
  }
  for (const [tags, count] of counts) increase(stats, 'dropped', count, tags.split(' '))
}

/** Counts an event that TikTok rejected by itself, after it had rejected the batch with it. */
export function countIsolated(stats: StatsContext | undefined): void {
  increase(stats, 'isolated', 1)
}

function increase(stats: StatsContext | undefined, name: string, count: number, tags: readonly string[] = []): void {
  stats?.statsClient?.incr(`tiktok_conversions.${name}`, count, [...(stats.tags ?? []), ...tags])
}
