import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import type { Endpoint } from '../delivery/endpoint'
import { sandboxEndpoint } from '../delivery/endpoint'
import { count } from '../reports/count'
import { Screen } from '../reports/screen'

/** Blanks before each further line of the result. */
const INDENT = 4

/** Starts a sandbox for one run, and prints at the end what it received. */
export async function withSandbox<T>(isQuiet: boolean, run: (endpoint: Endpoint) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox()
  try {
    const result = await run(sandboxEndpoint(sandbox))
    if (!isQuiet) console.log(`\n${new Screen(process.stdout).wrap(formatReceived(sandbox), INDENT)}`)
    return result
  } finally {
    await sandbox.close()
  }
}

function formatReceived({ accepted, duplicates, requests }: Sandbox): string {
  const names = new Map<string, number>()
  for (const { data } of accepted) names.set(data.event, (names.get(data.event) ?? 0) + 1)
  const received = [...names].map(([name, count]) => `${count} ${name}`).join(', ')
  return (
    `The sandbox answered ${count(requests.length, 'request')}. It accepted ${count(accepted.length, 'event')}` +
    `${received && ` (${received})`} and dropped ${count(duplicates.length, 'duplicate')}.`
  )
}
