import { useEffect, useMemo, useRef } from 'preact/hooks'
import { useKeys } from '../keys'
import { AddEvents } from '../parts/add-events'
import { EventTable } from '../parts/event-table'
import { Filters, listAddress, nextFilter } from '../parts/filters'
import { LiveState } from '../parts/live-state'
import { SourceList, SourceState } from '../parts/source-list'
import { query } from '../router'
import { chosenSource } from '../state/chosen-source'
import { following } from '../state/following'
import { RowCache } from '../state/rows'
import type { StudioSource } from '../types'

/** The events of a source, and ways to add others. */
export function EventsScreen() {
  const source = chosenSource()
  return (
    <>
      <h1>Events</h1>
      <AddEvents />
      <SourceList screen="events" current={source?.id} />
      {source !== undefined && <EventList source={source} />}
    </>
  )
}

function EventList({ source }: { source: StudioSource }) {
  const { id, rows: count, revision, state, live } = source
  const isLive = live !== undefined
  const [filter, finding, q] = ['filter', 'finding', 'q'].map(query)
  const rows = useMemo(() => new RowCache({ source: id, filter, finding, q, isLive }), [id, filter, finding, q])
  const shown = useRef<RowCache>(undefined)
  useEffect(() => {
    // A new list has asked for its rows already.
    if (shown.current === rows && (!isLive || following.value)) rows.refresh()
    shown.current = rows
  }, [rows, count, revision, state, live?.version, following.value])
  useKeys({ f: () => nextFilter(source), '/': () => document.getElementById('search')?.focus() })
  return (
    <section aria-label={source.name}>
      <Filters source={source} />
      {finding !== '' && (
        <p class="banner">
          Events of the finding <strong>{finding}</strong>
          {rows.isExamples.value && ', of which only examples are known'}.{' '}
          <a href={listAddress({ finding: '' })}>Show all events</a>
        </p>
      )}
      {live === undefined ? <SourceState source={source} /> : <LiveState rows={count} live={live} />}
      {rows.total.value === 0 ? <p>No events here.</p> : <EventTable source={id} rows={rows} isLive={isLive} />}
    </section>
  )
}
