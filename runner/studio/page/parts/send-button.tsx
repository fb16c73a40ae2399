import { askJson } from '../client'
import { openEvent } from '../state/journey'
import { announce, attempt } from '../state/notice'
import type { SendAnswer } from '../types'

/** Delivers the open event to the sandbox, where it appears among the requests. */
export function SendButton() {
  const send = () =>
    attempt(async () => {
      const { rows } = await askJson<SendAnswer>('send', { method: 'POST', json: openEvent.value })
      const statuses = rows.map(({ status }) => status).join(', ')
      announce(statuses === '' ? 'Nothing was sent: no mapping matches.' : `Sent to the sandbox: ${statuses}.`)
    })
  return (
    <button type="button" class="push" onClick={send}>
      Send to the sandbox
    </button>
  )
}
