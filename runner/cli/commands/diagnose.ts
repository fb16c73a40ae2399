import { Command } from '@commander-js/extra-typings'
import { version } from 'tiktok-conversions/package.json'
import type { FileDiagnosis } from '../../diagnose'
import type { PageOrigin } from '../../diagnose/render/html'
import type { ExitCode } from '../../errors'
import { EXIT } from '../../errors'
import { action } from '../action'
import { configOption, configureFirst, consentOption, destinationOption, mappingsOption } from '../delivery-flags'
import { printNotice } from '../print'

const HELP = `
Examples:
  $ npx tiktok-conversions diagnose events.ndjson
  $ npx tiktok-conversions diagnose 'archive/*.ndjson.gz' --mappings mappings.json --html report.html

The report holds no personal value. Nothing is sent.

Exit status: 0 no error found, 1 an error found, or a file not read to its end, 2 wrong use
`

const withFlags = () =>
  new Command('diagnose')
    .description('find problems that TikTok would report')
    .argument(
      '<files...>',
      'files, folders or patterns of events in JSON or CSV, plain or gzip; "-" reads standard input'
    )
    .addOption(mappingsOption())
    .addOption(consentOption('may be given several times (default: those of advertising)'))
    .addOption(configOption())
    .addOption(destinationOption())
    .option('--html <file>', 'write the report as a page that can be handed on')
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .hook('preAction', configureFirst)

type DiagnoseFlags = ReturnType<ReturnType<typeof withFlags>['opts']>

/** `tiktok-conversions diagnose`: finds problems that TikTok would report. */
export const diagnoseCommand = () => withFlags().action(action(diagnose))

async function diagnose(
  names: readonly string[],
  { mappings, consentCategory, html, json }: DiagnoseFlags
): Promise<ExitCode> {
  const { findFiles } = await import('../../sources/files')
  const files = await findFiles(names)
  if (html !== undefined) (await import('../../diagnose/page-file')).checkPageFile(html)
  const { chooseMappings } = await import('../../mappings/presets')
  const { diagnoseFiles } = await import('../../diagnose')
  const chosen = chooseMappings(mappings)
  const now = Date.now()
  const diagnosis = await diagnoseFiles(files, chosen, now, { optOut: { consentCategories: consentCategory } })
  if (html !== undefined) {
    await writePage(html, diagnosis, {
      madeAt: now,
      version,
      files: files.map(({ path }) => path),
      mappingFile: mappings,
      mappings: chosen.map(({ name }) => name)
    })
  }
  await print(diagnosis, json === true)
  for (const error of diagnosis.readErrors) printNotice(error)
  const isClean = diagnosis.report.findings.every(({ severity }) => severity !== 'error')
  return isClean && diagnosis.readErrors.length === 0 ? EXIT.allDelivered : EXIT.somethingFailed
}

async function print({ report, readErrors }: FileDiagnosis, isJson: boolean): Promise<void> {
  if (isJson) {
    console.log(JSON.stringify({ ...report, readErrors }))
    return
  }
  const { formatReport } = await import('../../diagnose/render/text')
  const { Screen } = await import('../../terminal/screen')
  console.log(formatReport(report, new Screen(process.stdout)))
}

async function writePage(path: string, { report }: FileDiagnosis, origin: PageOrigin): Promise<void> {
  const { renderPage } = await import('../../diagnose/render/html')
  const { writePageFile } = await import('../../diagnose/page-file')
  await writePageFile(path, await renderPage(report, origin))
}
