import { once } from 'node:events'
import { Command } from '@commander-js/extra-typings'
import type { RequestRecord } from '../../../sandbox'
import type { ExitCode } from '../../errors'
import { EXIT, portError } from '../../errors'
import { action } from '../action'
import { wholeNumber } from '../flags'
import { printLine } from '../print'

const HELP = `
Example, in two terminals:
  $ npx tiktok-conversions sandbox --port 8099
  $ npx tiktok-conversions send events.ndjson --sandbox-port 8099

It prints a line for each request. http://127.0.0.1:8099/ lists the addresses at which it shows what it received.
`

/** `tiktok-conversions sandbox`: runs a local TikTok until Ctrl-C. */
export const sandboxCommand = () =>
  new Command('sandbox')
    .description('run a local TikTok until Ctrl-C')
    .option('--port <port>', 'the port on this machine to listen on', wholeNumber(1, 65535), 8099)
    .addHelpText('after', HELP)
    .action(action(({ port }) => runSandbox(port)))

/** @throws UsageError if the port is taken */
async function runSandbox(port: number): Promise<ExitCode> {
  const { formatRequest, startSandbox } = await import('../../../sandbox')
  const onRequest = (record: RequestRecord) => console.log(formatRequest(record))
  const sandbox = await startSandbox({ port, onRequest }).catch((error) => {
    throw portError(port, error)
  })
  const { url, accessToken, pixelCode } = sandbox
  printLine(`The sandbox listens on ${url}. Access Token: ${accessToken}, Pixel Code: ${pixelCode}`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await sandbox.close()
  return EXIT.allDelivered
}
