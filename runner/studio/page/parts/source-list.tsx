import { pathTo } from '../router'
import { attempt } from '../state/notice'
import { removeSource, session, sources } from '../state/server'
import type { StudioSource } from '../types'
import { formatCount, formatNumber, formatShare } from '../words'
import { Blank } from './blank'

interface SourceListProps {
  /** A screen, such as `events`. */
  screen: string
  current?: string
}

/** The files and pasted events, as links to a screen. */
export function SourceList({ screen, current }: SourceListProps) {
  return (
    <ul class="sources" aria-label="Sources">
      {sources.value.map((source) => (
        <li key={source.id}>
          <a
            href={`${pathTo(screen)}?${new URLSearchParams({ source: source.id })}`}
            aria-current={source.id === current ? 'true' : undefined}
          >
            {source.name} <span class="muted">{formatNumber(source.rows)}</span>
          </a>
          {source.state === 'reading' && <Progress source={source} />}
          {['upload', 'pasted'].includes(source.origin) && <RemoveButton source={source} />}
        </li>
      ))}
    </ul>
  )
}

function Progress({ source: { name, bytesRead, bytes } }: { source: StudioSource }) {
  const share = bytes === 0 ? 0 : bytesRead / bytes
  return (
    <progress value={share} aria-label={`Reading ${name}`}>
      {formatShare(share)}
    </progress>
  )
}

function RemoveButton({ source: { id, name } }: { source: StudioSource }) {
  return (
    <button type="button" class="plain" aria-label={`Remove ${name}`} onClick={() => attempt(() => removeSource(id))}>
      ×
    </button>
  )
}

/** What there is before the first source. The mappings come after all sources. */
export function NoSource() {
  if (session.value === undefined) return <Blank title="Loading…" />
  return <NoEvents title="There are no events yet." />
}

/** Leads to where events are added. */
export function NoEvents({ title }: { title: string }) {
  return (
    <Blank title={title}>
      <p>
        <a href="/events">Paste some, or open a file</a>
      </p>
    </Blank>
  )
}

/** The number of events of a source, and the part of it that is read. */
export function SourceState({ source }: { source: StudioSource }) {
  const { rows, state, bytesRead, bytes, error } = source
  return (
    <p class="muted">
      {formatCount(rows, 'row')}
      {state === 'reading' && ` so far: ${formatShare(bytes === 0 ? 0 : bytesRead / bytes)} is read`}
      {error !== undefined && <span class="fault"> {error}</span>}
    </p>
  )
}
