import { useEffect } from 'preact/hooks'
import { FaultButtons } from '../parts/fault-buttons'
import { RequestItem } from '../parts/request-item'
import { showValues } from '../session'
import { attempt } from '../state/notice'
import { forgetRequests, loadRequests, requestList } from '../state/requests'
import { requestTotal } from '../state/server'
import { formatCount } from '../words'

/** The requests that the sandbox of the studio has got, and its faults on order. */
export function RequestsScreen() {
  const total = requestTotal.value
  const show = showValues.value
  useEffect(() => {
    void attempt(() => loadRequests(show))
  }, [total, show])
  const list = requestList.value
  return (
    <>
      <div class="row">
        <h1>Requests</h1>
        <button type="button" class="push" onClick={() => attempt(forgetRequests)} disabled={total === 0}>
          Clear
        </button>
      </div>
      <p>
        The sandbox stands in for TikTok. Send an event from its journey, or point other tools at{' '}
        <code>{list?.url}</code>.
      </p>
      <FaultButtons />
      <h2>{formatCount(total, 'request')}</h2>
      {list?.requests.map((request) => (
        <RequestItem key={request.id} request={request} />
      ))}
    </>
  )
}
