import { attempt } from '../state/notice'
import { replay } from '../state/requests'
import type { SandboxRequest } from '../types'
import { formatCount, formatTime } from '../words'
import { Badge } from './badge'
import { JsonView } from './json-view'
import { Status } from './status'

/** One request to the sandbox, with its answer and, when it is opened, its body. */
export function RequestItem({ request }: { request: SandboxRequest }) {
  const { id, time, events, names, message, warnings, body } = request
  return (
    <details class="request">
      <summary>
        <Answer request={request} /> {formatTime(time)} · {formatCount(events, 'event')}: {names.join(', ')}{' '}
        <span class="muted">{message}</span>
      </summary>
      <div class="row">
        <button type="button" onClick={() => attempt(() => replay(id), `request ${id}`)}>
          Send again
        </button>
        <Status place={`request ${id}`} />
        {warnings.length > 0 && <span class="warn">▲ Keys that TikTok does not document: {warnings.join(', ')}</span>}
      </div>
      {body === undefined ? <p>The body was too large to be kept.</p> : <JsonView label="Body" value={body} />}
    </details>
  )
}

function Answer({ request: { code, status, dropped } }: { request: SandboxRequest }) {
  if (dropped !== undefined) return <Badge tone="bad" sign="✗" word={`dropped ${dropped} it was read`} />
  if (code === 0) return <Badge tone="good" sign="✓" word="code 0" />
  return <Badge tone="bad" sign="✗" word={code === undefined ? `status ${status}` : `code ${code}`} />
}
