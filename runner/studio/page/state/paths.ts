import { computed, effect, signal } from '@preact/signals'
import { askJson } from '../client'
import { showValues } from '../session'
import type { EventPath } from '../types'
import { formatCount, formatShare, formatValue } from '../words'
import { showResult } from './notice'
import { sources } from './server'

/** The paths that events of the chosen source have. */
const paths = signal<EventPath[]>([])

/** The source from which paths are offered. */
export const pathSource = signal('')

/** Changes when the source is read further, but not with each row. */
const asked = computed(() => {
  const source = sources.value.find(({ id }) => id === pathSource.value)
  return source && `${source.id} ${source.state}`
})

effect(() => {
  const show = showValues.value
  if (asked.value !== undefined) void load(pathSource.peek(), show)
})

function load(source: string, show: boolean): Promise<void> {
  return showResult(async () => {
    const answer = await askJson<{ paths: EventPath[] }>(
      `sources/${encodeURIComponent(source)}/paths${show ? '?show=1' : ''}`
    )
    paths.value = answer.paths
  })
}

/** The paths that begin at a list's items, as paths of an item. */
export function pathsUnder(base: string): EventPath[] {
  if (base === '') return paths.value
  const beginnings = [`${base}.0.`, `${base}.`]
  return paths.value.flatMap((known) => {
    const beginning = beginnings.find((text) => known.path.startsWith(text))
    return beginning === undefined ? [] : [{ ...known, path: `$.${known.path.slice(beginning.length)}` }]
  })
}

/** How many events have a path, and some of its values. */
export function describePath({ events, share, samples }: EventPath): string {
  const values = samples.map((sample) => formatValue(sample, 30)).join(', ')
  return `${formatCount(events, 'event')} (${formatShare(share)})${values === '' ? '' : `, such as ${values}`}`
}
