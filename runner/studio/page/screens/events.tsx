import { useEffect, useMemo, useRef } from 'preact/hooks'
import { AddEvents } from '../parts/add-events'
import { Blank, Failure } from '../parts/blank'
import { EventTable } from '../parts/event-table'
import { Filters, listAddress, nextFilter, SEARCH } from '../parts/filters'
import { openHelp } from '../parts/help'
import { LiveState } from '../parts/live-state'
import { ScreenHead } from '../parts/screen-head'
import { NoSource, SourceList, SourceState } from '../parts/source-list'
import { EventsOverTime } from '../parts/timeline'
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
      <ScreenHead title="Events" subject={source?.name} takesFocus={query('at') === ''} />
      <AddEvents />
      <SourceList screen="events" current={source?.id} />
      {source === undefined ? <NoSource /> : <EventList source={source} />}
    </>
  )
}

function EventList({ source }: { source: StudioSource }) {
  const { id, rows: count, revision, state, live } = source
  const isLive = live !== undefined
  const [filter, finding, q] = ['filter', 'finding', 'q'].map(query)
  const rows = useMemo(() => new RowCache({ source: id, filter, finding, q, isLive }), [id, filter, finding, q])
  const shown = useRef<RowCache>(undefined)
  useEffect(() => () => rows.close(), [rows])
  useEffect(() => {
    // A new list has asked for its rows already.
    if (shown.current === rows && (!isLive || following.value)) rows.refresh()
    shown.current = rows
  }, [rows, count, revision, state, live?.version, following.value])
  const letters = {
    f: () => nextFilter(source),
    '/': () => document.getElementById(SEARCH)?.focus(),
    '?': openHelp,
    l: () => {
      following.value = !following.value
    }
  }
  const error = rows.error.value
  return (
    <section aria-label={source.name}>
      <EventsOverTime source={source} />
      <Filters source={source} />
      {finding !== '' && (
        <p class="banner">
          Events of the finding <strong>{finding}</strong>
          {rows.isExamples.value && ', of which only examples are known'}.{' '}
          <a href={listAddress({ finding: '' })}>Show all events</a>
        </p>
      )}
      {live === undefined ? <SourceState source={source} /> : <LiveState rows={count} live={live} />}
      <p class="muted" role="status">
        {rows.isWaiting.value && 'Waiting for the answer of the studio, which is busy…'}
      </p>
      {error !== undefined && <Failure what="Rows" error={error} retry={rows.refresh} />}
      {rows.total.value === 0 ? (
        <NoRows source={source} />
      ) : (
        <EventTable source={id} rows={rows} isLive={isLive} letters={letters} />
      )}
    </section>
  )
}

/** Why there are no rows, and the way on. */
function NoRows({ source: { state, live, rows } }: { source: StudioSource }) {
  if (rows > 0 || query('finding') !== '') {
    const isSearch = query('q') !== ''
    return (
      <Blank title={isSearch ? `No event here has “${query('q')}”.` : 'No event passes this filter.'}>
        <p>
          <a href={listAddress({ filter: '', q: '', finding: '' })}>Show all events</a>
        </p>
      </Blank>
    )
  }
  if (state === 'reading') return <Blank title="Reading the first events…" />
  if (live === undefined) {
    return (
      <Blank title="There are no events in this source.">
        <p>Paste events above, or open a file with one event a line, a list of events, or a table.</p>
      </Blank>
    )
  }
  return (
    <Blank title="No events yet.">
      <p>Send an event to the server: it appears here as soon as the server has acknowledged it.</p>
    </Blank>
  )
}
