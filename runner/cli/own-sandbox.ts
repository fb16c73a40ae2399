import type { Totals } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import type { Endpoint } from '../delivery/endpoint'
import { sandboxEndpoint } from '../delivery/endpoint'
import { count, formatNumber } from '../figures'
import { Screen } from '../terminal/screen'

/** Blanks before each further line of the result. */
const INDENT = 4

/** Starts a sandbox for one run, which keeps counts only, and prints at the end what it received. */
export async function withSandbox<T>(isQuiet: boolean, run: (endpoint: Endpoint) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox({ keep: 0 })
  try {
    const result = await run(sandboxEndpoint(sandbox))
    if (!isQuiet) console.log(`\n${new Screen(process.stdout).wrap(formatReceived(sandbox.totals), INDENT)}`)
    return result
  } finally {
    await sandbox.close()
  }
}

function formatReceived({ requests, accepted, duplicates, byEvent }: Totals): string {
  const received = Object.entries(byEvent).map(([name, number]) => `${formatNumber(number)} ${name}`)
  const events = received.length > 0 ? ` (${received.join(', ')})` : ''
  return (
    `The sandbox answered ${count(requests, 'request')}. It accepted ${count(accepted, 'event')}${events}` +
    ` and dropped ${count(duplicates, 'duplicate')}.`
  )
}
