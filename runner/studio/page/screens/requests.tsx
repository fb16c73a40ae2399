import { useEffect } from 'preact/hooks'
import { Blank, Failure } from '../parts/blank'
import { FaultButtons } from '../parts/fault-buttons'
import { RequestItem } from '../parts/request-item'
import { ScreenHead } from '../parts/screen-head'
import { showValues } from '../session'
import { attempt } from '../state/notice'
import { forgetRequests, loadRequests, requestList } from '../state/requests'
import { requestTotal } from '../state/server'
import type { RequestList } from '../types'
import { formatCount } from '../words'

/** The requests that the sandbox of the studio has got, and its faults on order. */
export function RequestsScreen() {
  const total = requestTotal.value
  const show = showValues.value
  useEffect(() => {
    void loadRequests(show)
  }, [total, show])
  const [list, error] = [requestList.value.value, requestList.error.value]
  return (
    <>
      <ScreenHead title="Requests">
        <span class="muted">{formatCount(total, 'request')}</span>
        <button type="button" class="push" onClick={() => attempt(forgetRequests)} disabled={total === 0}>
          Clear
        </button>
      </ScreenHead>
      <p class="muted">The sandbox stands in for TikTok. It answers as TikTok would, and keeps what it receives.</p>
      <FaultButtons />
      {error !== undefined && <Failure what="The requests" error={error} retry={requestList.retry} />}
      {list === undefined ? error === undefined && <Blank title="Loading the requests…" /> : <List list={list} />}
    </>
  )
}

function List({ list: { requests, url } }: { list: RequestList }) {
  if (requests.length === 0) {
    return (
      <Blank title="No requests yet.">
        <p>
          <a href="/events">Open an event</a> and choose “Send to the sandbox”, or point another tool at{' '}
          <code>{url}</code>.
        </p>
      </Blank>
    )
  }
  return (
    <>
      {requests.map((request) => (
        <RequestItem key={request.id} request={request} />
      ))}
      <p class="muted">
        Other tools can send to <code>{url}</code>.
      </p>
    </>
  )
}
