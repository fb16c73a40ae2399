import { useEffect } from 'preact/hooks'
import { Blank } from '../parts/blank'
import { Cases } from '../parts/case-list'
import { ConflictPane } from '../parts/conflict-pane'
import { ExportMenu } from '../parts/export-menu'
import { MappingEditor } from '../parts/mapping-editor'
import { MappingList } from '../parts/mapping-list'
import { Preview } from '../parts/preview'
import { ScreenHead } from '../parts/screen-head'
import { segments } from '../router'
import { openEvent } from '../state/journey'
import { faults, mappings } from '../state/mappings'
import { pathSource } from '../state/paths'
import { session, sources } from '../state/server'

/** The mappings, an editor for one of them, and what an edit does to the loaded events. */
export function MappingsScreen() {
  const [, id = mappings.value[0]?.id] = segments()
  const index = mappings.value.findIndex((mapping) => mapping.id === id)
  useOpenSource()
  return (
    <>
      <ScreenHead title="Mappings" subject={mappings.value[index]?.name}>
        <span class="muted" role="status">
          {session.value?.isChanged ? 'changed' : 'unchanged'}
        </span>
        <ExportMenu />
      </ScreenHead>
      <ConflictPane />
      <Preview />
      <Cases />
      <Faults />
      <div class="mappings">
        <MappingList current={id} />
        {index === -1 ? <NoMapping /> : <MappingEditor key={id} index={index} />}
      </div>
    </>
  )
}

/** What there is in place of a mapping. */
function NoMapping() {
  if (session.value === undefined) return <Blank title="Loading the mappings…" />
  if (mappings.value.length === 0) {
    return (
      <Blank title="There are no mappings.">
        <p>Choose a preset in the list, and add it.</p>
      </Blank>
    )
  }
  return (
    <Blank title="This mapping does not exist.">
      <p>
        <a href="/mappings">Show the first one</a>
      </p>
    </Blank>
  )
}

/** Offers the paths of the source that the open event is from. */
function useOpenSource(): void {
  const event = openEvent.value
  const id = event !== undefined && 'source' in event ? event.source : sources.value[0]?.id
  useEffect(() => {
    if (id !== undefined) pathSource.value = id
  }, [id])
}

function Faults() {
  return (
    <div aria-live="polite">
      {faults.value.length > 0 && (
        <div class="banner warn">
          <p>The mappings before this edit stay in force until these faults are fixed:</p>
          <ul>
            {faults.value.map(({ pointer, message }) => (
              <li key={pointer + message}>{message}</li>
            ))}
          </ul>
        </div>
      )}
      {session.value?.warnings.map((warning) => (
        <p key={warning} class="banner warn">
          <span aria-hidden="true">▲</span> {warning}
        </p>
      ))}
    </div>
  )
}
