import { download } from '../client'
import { canRedo, canUndo, redo, saveMappings, undo } from '../state/mappings'
import { attempt } from '../state/notice'
import { session } from '../state/server'

/** Ways to take the mappings elsewhere. */
export function ExportMenu() {
  const file = session.value?.file
  return (
    <>
      <button type="button" class="push" aria-keyshortcuts="Control+Z" onClick={undo} disabled={!canUndo.value}>
        Undo
      </button>
      <button type="button" aria-keyshortcuts="Control+Shift+Z" onClick={redo} disabled={!canRedo.value}>
        Redo
      </button>
      <button type="button" onClick={() => attempt(() => download('mappings/export?format=send', 'mappings.json'))}>
        Export for send --mappings
      </button>
      <button
        type="button"
        onClick={() => attempt(() => download('mappings/export?format=segment', 'segment-mappings.json'))}
      >
        Export for Segment’s Public API
      </button>
      {file !== undefined && (
        <button type="button" class="primary" onClick={() => attempt(() => saveMappings())}>
          Save to {file}
        </button>
      )}
    </>
  )
}
