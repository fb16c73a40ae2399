import { useEffect } from 'preact/hooks'
import { askJson, toQuery } from '../client'
import { Blank, Failure } from '../parts/blank'
import { FindingNote } from '../parts/finding-thread'
import { AnswerLine, Journey, JourneyTools } from '../parts/journey'
import { PasteNotes } from '../parts/paste-state'
import { ScreenHead } from '../parts/screen-head'
import { eventAddress, navigate, parametersOfList, query, segments } from '../router'
import { showValues } from '../session'
import { journey, loadJourney } from '../state/journey'
import { attempt } from '../state/notice'
import { pasted, session, sources } from '../state/server'
import type { RowPage } from '../types'

/** One event, from what it holds to the verdict on its request. */
export function JourneyScreen() {
  const [, source = '', place = '0'] = segments()
  const index = Number(place)
  const revision = session.value?.revision
  const show = showValues.value || pasted.value.includes(source)
  const known = sources.value.find(({ id }) => id === source)
  const { first, version } = known?.live ?? { first: 0, version: 0 }
  const [answer, error] = [journey.value.value, journey.error.value]
  const awaited = answer?.result?.verdict === 'waiting' ? version : 0
  useEffect(() => {
    // The mappings that are in force come first: an event is explained once.
    if (revision !== undefined) void loadJourney({ source, index }, show)
  }, [source, index, show, revision, awaited])
  const position = query('at') === '' ? index - first : Number(query('at'))
  const isFiltered = ['filter', 'q', 'finding'].some((name) => query(name) !== '')
  const go = (step: number) => attempt(() => goTo(source, position + step))
  const list = `/events?${parametersOfList({ source, at: String(position) })}`
  return (
    <>
      <nav class="row" aria-label="Neighbours of the event">
        <a href={list}>← Events of {known?.name ?? 'the source'}</a>
        <span class="push muted">
          {isFiltered ? 'in the filtered list' : `${position + 1} of ${known?.rows ?? '…'}`}
        </span>
        <button type="button" onClick={() => go(-1)} disabled={position <= 0}>
          Previous
        </button>
        <button type="button" onClick={() => go(1)} disabled={!isFiltered && position + 1 >= (known?.rows ?? 0)}>
          Next
        </button>
      </nav>
      <ScreenHead title={answer?.explanation.name ?? 'Event'}>
        {answer !== undefined && <JourneyTools answer={answer} />}
      </ScreenHead>
      {error !== undefined && <Failure what="The event" error={error} retry={journey.retry} />}
      <div aria-live="polite">{answer !== undefined && <AnswerLine answer={answer} />}</div>
      <FindingNote source={source} answer={answer} />
      <PasteNotes source={source} index={index} />
      {answer === undefined ? (
        error === undefined && <Blank title="Explaining the event…" />
      ) : (
        <Journey answer={answer} />
      )}
    </>
  )
}

/** Opens the event at a position of the list that this one was opened from. */
async function goTo(source: string, position: number): Promise<string | undefined> {
  const choice = { filter: query('filter'), finding: query('finding'), q: query('q') }
  const parameters = toQuery({ from: position, limit: 1, ...choice })
  const { rows } = await askJson<RowPage>(`sources/${encodeURIComponent(source)}/rows?${parameters}`)
  if (rows.length === 0) return 'This is the last event of the list.'
  navigate(eventAddress(source, rows[0].index, position), true)
  return undefined
}
