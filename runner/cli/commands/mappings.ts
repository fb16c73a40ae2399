import { Command } from '@commander-js/extra-typings'
import type { ExitCode } from '../../errors'
import { EXIT } from '../../errors'
import { count } from '../../figures'
import { action } from '../action'

const HELP = `
It reads what send --mappings reads: presets, and mappings of Segment's Public API and Terraform provider.

Example:
  $ npx tiktok-conversions mappings check mappings.json

Exit status: 0 no fault, 1 faults, 2 wrong use
`

/** `tiktok-conversions mappings`: works on files of mappings. */
export const mappingsCommand = () => {
  const check = new Command('check')
    .description('list all faults of a mapping file, each with a JSON pointer to its place')
    .argument('<file>', 'a JSON file of mappings, as for send --mappings')
    .option('--json', 'print one JSON object: mappings, faults, warnings')
    .addHelpText('after', HELP)
    .exitOverride()
    .action(action((file, { json }) => checkFile(file, json === true)))
  return new Command('mappings').description('check a file of mappings').addCommand(check)
}

/** @throws UsageError for a file that cannot be read, or is not JSON */
async function checkFile(file: string, isJson: boolean): Promise<ExitCode> {
  const { checkMappingFile } = await import('../../mappings/file')
  const { adviceFor } = await import('../../mappings/advice')
  const { visible } = await import('../../terminal/text')
  const { mappings, faults } = checkMappingFile(file)
  const warnings = faults.length === 0 ? adviceFor(mappings) : []
  if (isJson) console.log(JSON.stringify({ mappings: mappings.length, faults, warnings }))
  else {
    for (const { pointer, message } of faults)
      console.log(visible(pointer === '' ? `${file} ${message}` : `${pointer}  ${message}`))
    for (const warning of warnings) console.log(visible(`Warning: ${warning}`))
    console.log(visible(`${file}: ${count(faults.length, 'fault')}, ${count(mappings.length, 'enabled mapping')}`))
  }
  return faults.length === 0 ? EXIT.allDelivered : EXIT.somethingFailed
}
