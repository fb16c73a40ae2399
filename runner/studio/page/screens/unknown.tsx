import { Blank } from '../parts/blank'
import { ScreenHead } from '../parts/screen-head'

/** An address that leads nowhere. */
export function UnknownScreen() {
  return (
    <>
      <ScreenHead title="Page not found" />
      <Blank title="This address leads nowhere.">
        <p>
          Go to <a href="/events">Events</a>, <a href="/mappings">Mappings</a>, <a href="/diagnostics">Diagnostics</a>{' '}
          or <a href="/requests">Requests</a>.
        </p>
      </Blank>
    </>
  )
}
