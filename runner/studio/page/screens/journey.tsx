import { useEffect } from 'preact/hooks'
import { useKeys } from '../keys'
import { Journey } from '../parts/journey'
import { navigate, pathTo, segments } from '../router'
import { showValues } from '../session'
import { journey, loadJourney } from '../state/journey'
import { attempt } from '../state/notice'
import { session, sources } from '../state/server'

/** One event, from what it holds to the verdict on its request. */
export function JourneyScreen() {
  const [, source = '', position = '0'] = segments()
  const index = Number(position)
  const revision = session.value?.revision
  const show = showValues.value
  useEffect(() => {
    void attempt(() => loadJourney({ source, index }, show))
  }, [source, index, show, revision])
  const known = sources.value.find(({ id }) => id === source)
  const go = (step: number) => {
    const next = index + step
    if (next >= 0 && next < (known?.rows ?? 0)) navigate(pathTo('events', source, next), true)
  }
  const list = `${pathTo('events')}?${new URLSearchParams({ source })}`
  useKeys({ j: () => go(1), k: () => go(-1), u: () => navigate(list) })
  return (
    <>
      <div class="row">
        <a href={list}>← Events of {known?.name ?? 'the source'}</a>
        <span class="push muted">
          {index + 1} of {known?.rows ?? '…'}
        </span>
        <button type="button" aria-keyshortcuts="k" onClick={() => go(-1)} disabled={index === 0}>
          Previous
        </button>
        <button type="button" aria-keyshortcuts="j" onClick={() => go(1)} disabled={index + 1 >= (known?.rows ?? 0)}>
          Next
        </button>
      </div>
      {journey.value !== undefined && <Journey answer={journey.value} />}
    </>
  )
}
