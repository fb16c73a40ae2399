import { useEffect, useState } from 'preact/hooks'
import { parametersOfList, pathTo, query } from '../router'
import { showValues } from '../session'
import { answerFor } from '../state/answer'
import { journey, loadJourney, openEvent } from '../state/journey'
import { pasted, session, sources } from '../state/server'
import type { StudioSource, VerdictCounts } from '../types'
import { filterName, formatNumber } from '../words'
import { FindingCount } from './finding-thread'

/** The effect of the present mappings on the open event and on all loaded ones. */
export function Preview() {
  const revision = session.value?.revision
  const { source = '' } = Object(openEvent.value) as { source?: string }
  const show = showValues.value || pasted.value.includes(source)
  useEffect(() => {
    const event = openEvent.peek()
    if (event !== undefined && revision !== undefined) void loadJourney(event, show)
  }, [revision, show])
  return (
    <section class="panel preview" aria-label="Preview">
      <OpenEvent />
      <FindingCount />
      {sources.value.map((source) =>
        source.live === undefined ? <Counts key={source.id} source={source} /> : <LiveNote key={source.id} />
      )}
    </section>
  )
}

function OpenEvent() {
  const event = openEvent.value
  const answer = journey.value.value
  if (event === undefined || answer === undefined) {
    return (
      <p>
        Open an event in <a href="/events">Events</a> to see here what an edit does to it.
      </p>
    )
  }
  const list = parametersOfList({ at: query('at') })
  const place = 'source' in event ? pathTo('events', event.source, event.index) : '/events'
  const address = list === '' ? place : `${place}?${list}`
  return (
    <p role="status">
      <a href={address}>{answer.explanation.name}</a>: <strong>{answerFor(answer).sentence}</strong>
    </p>
  )
}

function LiveNote() {
  return (
    <p class="muted">
      The server goes on with the mappings that it was started with. Edits are tried on the open event and on files of
      your own; they are not saved, but can be exported.
    </p>
  )
}

const COUNTED = ['delivered', 'rejected', 'unmatched', 'warnings'] as const

/** The counts of a source, and their changes since the screen was opened. Both are of complete counts. */
function Counts({ source }: { source: StudioSource }) {
  const isOld = source.state !== 'ready' || source.revision !== session.value?.revision
  const [before, setBefore] = useState<VerdictCounts>()
  useEffect(() => {
    if (!isOld && before === undefined) setBefore(source.counts)
  }, [isOld])
  return (
    <p class={isOld ? 'old' : undefined} aria-busy={isOld}>
      {source.name}:{' '}
      {COUNTED.map((key) => (
        <span key={key} class="counted">
          {filterName(key, false).toLowerCase()} <strong>{formatNumber(source.counts[key])}</strong>
          {!isOld && before !== undefined && <Change by={source.counts[key] - before[key]} />}
        </span>
      ))}
      {isOld && <span class="muted"> (of the mappings before; counting again)</span>}
    </p>
  )
}

function Change({ by }: { by: number }) {
  if (by === 0) return null
  return (
    <span class="muted">
      {' '}
      ({by > 0 ? '+' : '−'}
      {formatNumber(Math.abs(by))})
    </span>
  )
}
