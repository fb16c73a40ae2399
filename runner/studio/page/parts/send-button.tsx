import { askJson } from '../client'
import { openEvent } from '../state/journey'
import { announce, attempt } from '../state/notice'
import type { SendAnswer } from '../types'

/** Delivers the open event to the sandbox, where it appears among the requests. */
export function SendButton() {
  const send = () =>
    attempt(async () => {
      const { rows } = await askJson<SendAnswer>('send', { method: 'POST', json: openEvent.value })
      announce(`Sent to the sandbox: ${rows.map(({ status }) => status).join(', ')}.`)
    })
  return (
    <button type="button" class="push" onClick={send}>
      Send to the sandbox
    </button>
  )
}
