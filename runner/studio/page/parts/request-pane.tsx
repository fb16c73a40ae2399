import { useSignal } from '@preact/signals'
import { format } from '../client'
import type { Json, Outcome } from '../types'
import { CopyButton } from './copy-button'
import { JsonView } from './json-view'

/** Whether a copy can be used as it stands. */
function describeCopy(text: string): string {
  if (text.includes('•••') || text.includes('"<')) return 'Hidden values are placeholders: show them for a whole copy.'
  return 'The copy holds all values of the event.'
}

/** The request that an event becomes, as JSON and as a command. */
export function RequestPane({ outcome: { request, curl = '', problem } }: { outcome: Outcome }) {
  const isCurl = useSignal(false)
  if (request === undefined) return <p class="fault">No request is made: {problem}</p>
  return (
    <>
      <div class="row">
        <fieldset class="choice">
          <legend class="hidden">Form of the request</legend>
          <label>
            <input type="radio" name="form" checked={!isCurl.value} onChange={() => (isCurl.value = false)} /> JSON
          </label>
          <label>
            <input type="radio" name="form" checked={isCurl.value} onChange={() => (isCurl.value = true)} /> curl
          </label>
        </fieldset>
        <CopyButton name={isCurl.value ? 'the command' : 'the request'} text={isCurl.value ? curl : format(request)} />
        <span class="muted">{describeCopy(isCurl.value ? curl : format(request))}</span>
      </div>
      {isCurl.value ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keyboard
        <section class="json" aria-label="Command" tabIndex={0}>
          <pre>{curl}</pre>
        </section>
      ) : (
        <JsonView label="Request" value={request as unknown as Json} />
      )}
    </>
  )
}
