import { following } from '../state/following'
import type { LiveState as State } from '../types'
import { formatCount } from '../words'
import { Switch } from './switch'

interface LiveStateProps {
  rows: number
  live: State
}

/** The meaning of a live list, and the switch that lets it move. */
export function LiveState({ rows, live: { hasResults } }: LiveStateProps) {
  return (
    <div class="row">
      <p class="muted">
        The last {formatCount(rows, 'event')} that the server has acknowledged, the newest last. Their values stay
        hidden.{' '}
        {hasResults
          ? 'Verdicts are the results of delivery.'
          : 'Another process delivers them: verdicts are those of the sandbox’s rules.'}
      </p>
      <Switch of={following} class="push">
        Follow the newest
      </Switch>
    </div>
  )
}
