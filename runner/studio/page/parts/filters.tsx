import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { navigate, parametersOfList, query } from '../router'
import type { RowFilter, StudioSource } from '../types'
import { FILTERS, filterName, formatNumber } from '../words'

const NAMES = Object.keys(FILTERS) as RowFilter[]

/** Filters that have no meaning for a source. */
function isIdle({ live }: StudioSource, filter: RowFilter): boolean {
  if (live === undefined) return ['waiting', 'deliverable', 'gaveUp'].includes(filter)
  const idle = live.hasResults ? ['deliverable'] : ['waiting', 'delivered', 'gaveUp']
  return filter === 'unreadable' || idle.includes(filter)
}

/** The address of the list with other parameters. */
export function listAddress(change: Record<string, string>): string {
  return `/events?${parametersOfList(change)}`
}

function currentFilter(): RowFilter {
  return NAMES.find((name) => name === query('filter')) ?? 'all'
}

/** Goes on to the next filter that has rows. */
export function nextFilter(source: StudioSource): void {
  const shown = NAMES.filter((name) => name === 'all' || countOf(source, name) > 0)
  const next = shown[(shown.indexOf(currentFilter()) + 1) % shown.length]
  navigate(listAddress({ filter: next === 'all' ? '' : next }), true)
}

function countOf({ rows, counts }: StudioSource, filter: RowFilter): number {
  return filter === 'all' ? rows : (counts[filter] ?? 0)
}

/** Filters by verdict with their counts, and a search. */
export function Filters({ source }: { source: StudioSource }) {
  const current = currentFilter()
  return (
    <div class="row filters">
      <nav aria-label="Filters">
        {NAMES.filter((name) => !isIdle(source, name)).map((name) => (
          <a
            key={name}
            class="chip"
            href={listAddress({ filter: name === 'all' ? '' : name })}
            aria-current={name === current ? 'true' : undefined}
          >
            {filterName(name, source.live !== undefined)}{' '}
            <span class="count">{formatNumber(countOf(source, name))}</span>
          </a>
        ))}
      </nav>
      <Search />
    </div>
  )
}

export const SEARCH = 'search'

/** Milliseconds without a change, after which the list is searched. */
const PAUSE = 250

/** Searches when the person pauses, or leaves the field. */
function Search() {
  const asked = query('q')
  const typed = useSignal(asked)
  const search = () => {
    if (typed.value !== query('q')) navigate(listAddress({ q: typed.value, at: '' }), true)
  }
  useEffect(() => {
    typed.value = asked
  }, [asked])
  useEffect(() => {
    const timer = setTimeout(search, PAUSE)
    return () => clearTimeout(timer)
  }, [typed.value])
  return (
    <input
      id={SEARCH}
      type="search"
      class="push"
      aria-label="Search names, mappings and reasons"
      placeholder="Search"
      value={typed.value}
      onInput={({ currentTarget }) => {
        typed.value = currentTarget.value
      }}
      onBlur={search}
    />
  )
}
