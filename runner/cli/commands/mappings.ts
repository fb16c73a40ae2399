import { Command } from '@commander-js/extra-typings'
import type { ExitCode } from '../../errors'
import { EXIT } from '../../errors'
import { count } from '../../figures'
import { action } from '../action'
import { printLine } from '../print'

const HELP = `
It reads what send --mappings reads: presets, and mappings of Segment's Public API and Terraform provider.

Examples:
  $ npx tiktok-conversions mappings check mappings.json
  $ npx tiktok-conversions mappings diff old.json new.json

Exit status: 0 no fault, 1 faults, 2 wrong use
`

/** `tiktok-conversions mappings`: works on files of mappings. */
export const mappingsCommand = () => {
  const check = new Command('check')
    .description('list all faults of a mapping file, each with a JSON pointer to its place')
    .argument('<file>', 'a JSON file of mappings, as for send --mappings')
    .option('--json', 'print one JSON object: mappings, faults, warnings')
    .addHelpText('after', HELP)
    .action(action((file, { json }) => checkFile(file, json === true)))
  const diff = new Command('diff')
    .description('say in words which mappings of two files differ, and how')
    .argument('<before>', 'a JSON file of mappings, or "presets"')
    .argument('<after>', 'another one')
    .option('--json', 'print one JSON list')
    .addHelpText('after', '\nWhat that does to events: send FILE --dry-run --mappings AFTER --compare BEFORE\n')
    .action(action((before, after, { json }) => diffFiles([before, after], json === true)))
  return new Command('mappings').description('check and compare files of mappings').addCommand(check).addCommand(diff)
}

/** @throws UsageError for files that could not be run as they stand */
async function diffFiles(files: [string, string], isJson: boolean): Promise<ExitCode> {
  const { diffMappings } = await import('../../mappings/difference')
  const { namedMappings } = await import('../../mappings/presets')
  const { Screen } = await import('../../terminal/screen')
  const { visible } = await import('../../terminal/text')
  const [before, after] = files.map(namedMappings)
  const differences = diffMappings(before, after)
  const screen = new Screen(process.stdout)
  if (isJson) console.log(JSON.stringify(differences))
  else if (differences.length === 0) console.log('The mappings are the same.')
  else {
    for (const { name, change, details } of differences) {
      console.log(visible(`${name}: ${change}`))
      for (const detail of details) console.log(screen.indent(visible(detail), 4))
    }
  }
  return EXIT.allDelivered
}

/** @throws UsageError for a file that cannot be read, or is not JSON */
async function checkFile(file: string, isJson: boolean): Promise<ExitCode> {
  const { checkMappingFile } = await import('../../mappings/file')
  const { adviceFor } = await import('../../mappings/advice')
  const { mappings, faults } = checkMappingFile(file)
  const warnings = faults.length === 0 ? adviceFor(mappings) : []
  if (isJson) console.log(JSON.stringify({ mappings: mappings.length, faults, warnings }))
  else {
    for (const { pointer, message } of faults)
      printLine(pointer === '' ? `${file} ${message}` : `${pointer}  ${message}`, 4)
    for (const warning of warnings) printLine(`Warning: ${warning}`, 4)
    printLine(`${file}: ${count(faults.length, 'fault')}, ${count(mappings.length, 'enabled mapping')}`)
  }
  return faults.length === 0 ? EXIT.allDelivered : EXIT.somethingFailed
}
