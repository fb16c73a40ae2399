import { Command } from '@commander-js/extra-typings'
import type { ExitCode } from '../../errors'
import { EXIT } from '../../errors'
import { action } from '../action'
import { renaming } from '../flags'

const HELP = `
Examples:
  $ npx tiktok-conversions presets > mappings.json
  $ npx tiktok-conversions presets --rename PlaceAnOrder=Purchase > mappings.json
  $ npx tiktok-conversions send events.ndjson --mappings mappings.json
`

/** `tiktok-conversions presets`: prints the presets as a mapping file. */
export const presetsCommand = () =>
  new Command('presets')
    .description('print the presets as a mapping file')
    .option('--rename <old=new>', 'report another TikTok event instead; may be given several times', renaming)
    .addHelpText('after', HELP)
    .action(action(({ rename }) => printPresets(rename ?? [])))

/** @throws UsageError for a name that no preset has, or that TikTok does not accept */
async function printPresets(renamings: ReadonlyArray<readonly [string, string]>): Promise<ExitCode> {
  const { renamedPresets } = await import('../../mappings/presets')
  const { adviceFor } = await import('../../mappings/advice')
  const mappings = renamedPresets(renamings)
  for (const advice of adviceFor(mappings)) console.error(`Warning: ${advice}`)
  console.log(
    JSON.stringify(
      mappings.map((mapping) => ({ ...mapping, enabled: true })),
      undefined,
      2
    )
  )
  return EXIT.allDelivered
}
