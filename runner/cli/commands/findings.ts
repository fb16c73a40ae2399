import { isDeepStrictEqual } from 'node:util'
import type { Report } from '../../diagnose/report'
import { count } from '../../figures'
import type { Mapping } from '../../mappings/mapping'
import type { RunOptions } from '../../run/run'
import { totalBytes } from '../../sources/files'
import { STANDARD_INPUT } from '../../sources/standard-input'
import { printLine } from '../print'

/** Rules whose findings the summary of a run has shown. */
const IN_SUMMARY = ['name-old', 'rejected-by-segment']

/** Larger files are not read again without being asked for: `diagnose` takes about as long as sending. */
const MAX_BYTES = 16 * 1024 * 1024

/** Events that are looked at before the first request. */
const FIRST_EVENTS = 1000

/** Describes fields of a mapping file that have no value in the first thousand events. */
export async function describeEmptyFields({ input, delivery }: RunOptions): Promise<string[]> {
  const { files, limit = Infinity, ...selection } = input
  if (delivery.mappings === undefined || files.some(({ path }) => path === STANDARD_INPUT)) return []
  const { chooseMappings, presetMappings } = await import('../../mappings/presets')
  const { diagnoseFiles } = await import('../../diagnose')
  const mappings = withoutPresetFields(chooseMappings(delivery.mappings), presetMappings())
  const part = { ...selection, limit: Math.min(limit, FIRST_EVENTS), optOut: delivery.optOut }
  const { report } = await diagnoseFiles(files, mappings, Date.now(), part)
  const empty = report.findings.find(({ rule }) => rule === 'field-empty')?.details ?? []
  return empty.map(({ subject }) => `No value in the first ${count(report.events, 'event')} for fields of ${subject}.`)
}

/** Most events lack many fields of the presets: only fields that somebody has mapped otherwise are looked at. */
function withoutPresetFields(mappings: readonly Mapping[], presets: readonly Mapping[]): Mapping[] {
  const isAsInPresets = (field: string, value: unknown) =>
    typeof value === 'object' && presets.some(({ mapping }) => isDeepStrictEqual(mapping[field], value))
  return mappings.map((each) => ({
    ...each,
    mapping: Object.fromEntries(Object.entries(each.mapping).filter(([field, value]) => !isAsInPresets(field, value)))
  }))
}

/** Prints problems that TikTok's Events Manager would report for the events of a run. */
export async function printFindings({ input, delivery }: RunOptions): Promise<void> {
  const { files, ...selection } = input
  if (files.some(({ path }) => path === STANDARD_INPUT)) return
  if (totalBytes(files) > MAX_BYTES) {
    printLine('\nTo find problems that TikTok would report, run npx tiktok-conversions diagnose with the same files.')
    return
  }
  const { chooseMappings } = await import('../../mappings/presets')
  const { diagnoseFiles } = await import('../../diagnose')
  const { formatFindings } = await import('../../diagnose/render/text')
  const { Screen } = await import('../../terminal/screen')
  const part = { ...selection, optOut: delivery.optOut }
  const { report } = await diagnoseFiles(files, chooseMappings(delivery.mappings), Date.now(), part)
  const findings = formatFindings(withoutRepeats(report), new Screen(process.stdout))
  if (findings !== '') console.log(`\nFindings, which npx tiktok-conversions diagnose explains:\n${findings}`)
}

function withoutRepeats(report: Report): Report {
  return { ...report, findings: report.findings.filter(({ rule }) => !IN_SUMMARY.includes(rule)) }
}
