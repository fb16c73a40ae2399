import { notice, SCREEN } from '../state/notice'

interface StatusProps {
  /** The part of the screen; absent for the screen as a whole. */
  place?: string
}

/** The result of the last action, beside what the person has used, and read aloud. */
export function Status({ place = SCREEN }: StatusProps) {
  const { text, isFailed = false } = notice.value?.place === place ? notice.value : {}
  return (
    <span class={isFailed ? 'status fault' : 'status good'} role="status">
      {text !== undefined && (
        <>
          <span aria-hidden="true">{isFailed ? '✗' : '✓'}</span> {text}
        </>
      )}
    </span>
  )
}
