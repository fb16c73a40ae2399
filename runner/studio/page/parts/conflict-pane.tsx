import { useEffect, useRef } from 'preact/hooks'
import { conflict, keepMine, mappings, takeTheirs } from '../state/mappings'
import { attempt } from '../state/notice'
import { openEditor, toCanonicalList } from './mapping-json'

const TITLES = {
  session: 'The mappings have been changed in another window.',
  file: 'The file has been changed by another program.'
}

/** Both sides of a conflict: nothing is written until the person has chosen one. */
export function ConflictPane() {
  if (conflict.value === undefined) return null
  const { kind, theirs } = conflict.value
  return (
    <section class="panel conflict" aria-label="Conflict" role="alert">
      <h2>{TITLES[kind]}</h2>
      <p>
        Nothing has been written.{' '}
        {theirs === undefined ? 'The file could not be run as it stands.' : 'Choose one side.'}
      </p>
      {theirs !== undefined && <Comparison before={toCanonicalList(theirs)} after={toCanonicalList(mappings.value)} />}
      <div class="row">
        <button type="button" class="primary" onClick={() => attempt(keepMine)}>
          Keep mine
        </button>
        <button type="button" onClick={() => attempt(takeTheirs)} disabled={theirs === undefined}>
          Use theirs
        </button>
      </div>
    </section>
  )
}

/** The differences from their mappings to mine. */
function Comparison({ before, after }: { before: string; after: string }) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(
    () =>
      openEditor(host, async (parent) => {
        const { createDiff } = await import('../editor/diff')
        return createDiff({ parent, label: 'From theirs to mine', before, after })
      }),
    [before, after]
  )
  return <div class="editor" ref={host} />
}
