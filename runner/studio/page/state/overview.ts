import { useEffect } from 'preact/hooks'
import { askJson } from '../client'
import type { SourceOverview, StudioSource } from '../types'
import { Remote } from './remote'

/** Figures of the source that is shown. */
const overview = new Remote<SourceOverview>()

/** Changes of a live stream after which its figures are asked for again. */
const LIVE_CHANGES = 8

/** Keeps the figures of a source. While it is read, they are asked for whenever its rows have doubled. */
export function useOverview({ id, state, revision, rows, live }: StudioSource): Remote<SourceOverview> {
  const progress = live === undefined ? Math.floor(Math.log2(rows + 1)) : Math.floor(live.version / LIVE_CHANGES)
  useEffect(() => {
    const path = `sources/${encodeURIComponent(id)}/overview`
    void overview.load(id, (signal) => askJson(path, { signal }))
  }, [id, state, revision, progress])
  return overview
}
