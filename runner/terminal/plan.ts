import type { Endpoint } from '../delivery/endpoint'
import { count } from '../figures'
import { totalBytes } from '../sources/files'
import type { InputFile } from '../sources/input-file'
import { STANDARD_INPUT } from '../sources/standard-input'
import type { RunPlan } from './reporter'

const UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Formats what is about to be sent, in one sentence. */
export function formatPlan({ files, endpoint, mappings, mappingCount, testEventCode }: RunPlan): string {
  const source =
    mappings === undefined ? count(mappingCount, 'preset') : `${count(mappingCount, 'mapping')} of ${mappings}`
  const test = testEventCode === undefined ? '' : `, as test events (${testEventCode})`
  return `Sending ${formatInput(files)} to ${formatReceiver(endpoint)}, through ${source}${test}.`
}

function formatInput(files: readonly InputFile[]): string {
  if (files[0]?.path === STANDARD_INPUT) return 'standard input'
  return `${count(files.length, 'file')} (${formatBytes(totalBytes(files))})`
}

/** Formats where events go. */
export function formatReceiver({ kind, port, pixelCode }: Endpoint): string {
  return kind === 'sandbox' ? `the sandbox on port ${port}, pixel ${pixelCode}` : `TikTok, pixel ${pixelCode}`
}

function formatBytes(bytes: number): string {
  if (bytes < 1000) return count(bytes, 'byte')
  const step = Math.min(UNITS.length, Math.floor(Math.log10(bytes) / 3))
  const style = { style: 'unit', unit: UNITS[step - 1], maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat('en', style).format(bytes / 1000 ** step)
}
