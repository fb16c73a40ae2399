import type { ComponentChildren } from 'preact'

interface BlankProps {
  /** What there is none of, or what is awaited. */
  title: string
  /** The next step. */
  children?: ComponentChildren
}

/** What a screen shows in place of its content. */
export function Blank({ title, children }: BlankProps) {
  return (
    <div class="blank">
      <p>
        <strong>{title}</strong>
      </p>
      {children}
    </div>
  )
}

interface FailureProps {
  /** What could not be loaded. */
  what: string
  error: string
  retry: () => void
}

/** Why something could not be loaded, and a way to try again. */
export function Failure({ what, error, retry }: FailureProps) {
  return (
    <div class="banner bad" role="alert">
      <p>
        <span aria-hidden="true">✗</span> {what} could not be loaded: {error}
      </p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </div>
  )
}
