import { askJson } from '../client'
import { keepCase } from '../state/cases'
import { openEvent } from '../state/journey'
import { attempt } from '../state/notice'
import type { SendAnswer } from '../types'
import { Status } from './status'

/** Delivers the open event to the sandbox, where it appears among the requests. */
export function SendButton() {
  const send = () =>
    attempt(async () => {
      const { rows } = await askJson<SendAnswer>('send', { method: 'POST', json: openEvent.value })
      const statuses = rows.map(({ status }) => status).join(', ')
      return statuses === '' ? 'Nothing was sent: no mapping matches.' : `Sent to the sandbox: ${statuses}.`
    }, 'send')
  return (
    <span class="row push">
      <Status place="send" />
      <button type="button" onClick={() => attempt(keepCase, 'send')}>
        Keep as a case
      </button>
      <button type="button" onClick={send}>
        Send to the sandbox
      </button>
    </span>
  )
}
