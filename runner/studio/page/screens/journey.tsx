import { useEffect } from 'preact/hooks'
import { useKeys } from '../keys'
import { Journey } from '../parts/journey'
import { navigate, pathTo, segments } from '../router'
import { pasted, showValues } from '../session'
import { journey, loadJourney } from '../state/journey'
import { attempt } from '../state/notice'
import { session, sources } from '../state/server'

/** One event, from what it holds to the verdict on its request. */
export function JourneyScreen() {
  const [, source = '', position = '0'] = segments()
  const index = Number(position)
  const revision = session.value?.revision
  const show = showValues.value || pasted.value.includes(source)
  const known = sources.value.find(({ id }) => id === source)
  const { first, version } = known?.live ?? { first: 0, version: 0 }
  const awaited = journey.value?.result?.verdict === 'waiting' ? version : 0
  useEffect(() => {
    void attempt(() => loadJourney({ source, index }, show))
  }, [source, index, show, revision, awaited])
  const end = first + (known?.rows ?? 0)
  const go = (step: number) => {
    const next = index + step
    if (next >= first && next < end) navigate(pathTo('events', source, next), true)
  }
  const list = `${pathTo('events')}?${new URLSearchParams({ source })}`
  useKeys({ j: () => go(1), k: () => go(-1), u: () => navigate(list) })
  return (
    <>
      <div class="row">
        <a href={list}>← Events of {known?.name ?? 'the source'}</a>
        <span class="push muted">
          {index - first + 1} of {known?.rows ?? '…'}
        </span>
        <button type="button" aria-keyshortcuts="k" onClick={() => go(-1)} disabled={index <= first}>
          Previous
        </button>
        <button type="button" aria-keyshortcuts="j" onClick={() => go(1)} disabled={index + 1 >= end}>
          Next
        </button>
      </div>
      {journey.value !== undefined && <Journey answer={journey.value} />}
    </>
  )
}
