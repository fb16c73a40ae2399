import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Command } from '@commander-js/extra-typings'
import type { ExitCode } from '../../errors'
import { EXIT } from '../../errors'
import { action } from '../action'
import { configOption, configureFirst, destinationOption } from '../delivery-flags'
import { wholeNumber } from '../flags'
import { startStudioOn } from '../start-studio'

const HELP = `
Examples:
  $ npx tiktok-conversions studio
  $ npx tiktok-conversions studio events.ndjson --mappings mappings.json

Only this machine can reach the page, with the token of the printed address. Nothing is sent to TikTok.
`

const withFlags = () =>
  new Command('studio')
    .description('open a local page to inspect events and try mappings')
    .argument(
      '[files...]',
      'files, folders or patterns of events in JSON or CSV, plain or gzip; "-" reads standard input'
    )
    .option('--mappings <file>', 'a JSON file of mappings to edit, instead of the presets')
    .option('--cases <file>', 'a JSON file of cases, as for explain --cases, to run at each edit')
    .addOption(configOption())
    .addOption(destinationOption())
    .option('--port <port>', 'the port on this machine to listen on (default: a free one)', wholeNumber(0, 65535))
    .option('--no-open', 'do not open a browser')
    .addHelpText('after', HELP)
    .hook('preAction', configureFirst)

type StudioFlags = ReturnType<ReturnType<typeof withFlags>['opts']>

/** `tiktok-conversions studio`: serves a page until Ctrl-C. */
export const studioCommand = () => withFlags().action(action(runStudio))

/** @throws UsageError for files that cannot be read, and if the port is taken */
async function runStudio(names: readonly string[], { mappings, cases, port, open }: StudioFlags): Promise<ExitCode> {
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')])
  const { findFiles } = await import('../../sources/files')
  const files = names.length === 0 ? [] : await findFiles(names)
  const studio = await startStudioOn({ files, mappings, cases, port })
  console.log(`The studio is at ${studio.url}`)
  console.log('Ctrl-C ends it.')
  if (open && process.stdout.isTTY) openBrowser(studio.url)
  await ended
  await studio.close()
  return EXIT.allDelivered
}

/** The command of each system that opens an address. */
const OPENERS: Partial<Record<NodeJS.Platform, [command: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '']
}

/** Opens an address in the browser, if there is one. */
function openBrowser(url: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
