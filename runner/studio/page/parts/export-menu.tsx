import { download } from '../client'
import { saveMappings } from '../state/mappings'
import { attempt } from '../state/notice'
import { session } from '../state/server'

/** Ways to take the mappings elsewhere. */
export function ExportMenu() {
  const file = session.value?.file
  return (
    <>
      <button
        type="button"
        class="push"
        onClick={() => attempt(() => download('mappings/export?format=send', 'mappings.json'))}
      >
        Export for send --mappings
      </button>
      <button
        type="button"
        onClick={() => attempt(() => download('mappings/export?format=segment', 'segment-mappings.json'))}
      >
        Export for Segment’s Public API
      </button>
      {file !== undefined && (
        <button type="button" class="primary" onClick={() => attempt(saveMappings)}>
          Save to {file}
        </button>
      )}
    </>
  )
}
