import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { isFailedEvent } from '../delivery-error'
import { isObject } from '../json'
import type { InputFile } from '../sources/input-file'
import { STANDARD_INPUT } from '../sources/standard-input'
import type { Checkpoint } from './checkpoint'

/** TikTok drops an event that it has for 48 hours, in milliseconds. */
const DEDUPLICATION_WINDOW = 48 * 60 * 60 * 1000

const DAY = 24 * 60 * 60 * 1000

/** Bytes at the beginning of a file that are searched for its first line. */
const HEAD_BYTES = 64 * 1024

const FAILED_FILE = /\.failed\.ndjson(\.gz)?$/

/**
 * Finds outcomes of earlier runs that are older than the 48 hours for which TikTok drops duplicates: an event whose
 * answer was not heard can be counted twice when it is sent again.
 *
 * The age of a run that is resumed is that of its checkpoint. The age of a file of failed events is that of the file,
 * or of the checkpoint beside it if that is older: correcting the file makes it look new.
 * @param now Unix milliseconds
 * @returns a warning for each
 */
export function findOldOutcomes(
  files: readonly InputFile[],
  { path, isResumed }: Pick<Checkpoint, 'path' | 'isResumed'>,
  now: number
): string[] {
  const warnings: string[] = []
  const warn = (saved: number | undefined, text: (age: string) => string) => {
    if (saved !== undefined && now - saved > DEDUPLICATION_WINDOW) warnings.push(text(formatAge(now - saved)))
  }
  if (isResumed && path !== undefined)
    warn(changeOf(path), (age) => `The run was interrupted ${age} ago. ${OF_RESUMED_RUN}`)
  for (const file of files.filter(holdsFailedEvents)) {
    warn(ageOfFailedFile(file.path), (age) => `The events of ${file.path} failed ${age} ago. ${OF_FAILED_FILE}`)
  }
  return warnings
}

const WINDOW = 'TikTok drops duplicates for 48 hours only'
const OF_RESUMED_RUN = `Events that were under way then are sent again: ${WINDOW}, and may count them twice.`
const OF_FAILED_FILE = `${WINDOW}, and may count events twice that failed without an answer.`

function ageOfFailedFile(path: string): number | undefined {
  const times = [changeOf(path), changeOf(path.replace(FAILED_FILE, '.checkpoint'))]
  return Math.min(...times.filter((time) => time !== undefined))
}

/** Unix milliseconds; `undefined` if there is no such file. */
function changeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}

function formatAge(milliseconds: number): string {
  return `${Math.floor(milliseconds / DAY)} days`
}

/** Looks at the first line. A line that is too long for that, or packed, is judged by the name of the file. */
function holdsFailedEvents({ path, size, isGzip }: InputFile): boolean {
  if (path === STANDARD_INPUT) return false
  const line = isGzip ? undefined : firstLineOf(path, size)
  if (line === undefined) return FAILED_FILE.test(path)
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) && isFailedEvent(value)
  } catch {
    return false
  }
}

function firstLineOf(path: string, size: number): string | undefined {
  const descriptor = openSync(path, 'r')
  try {
    const head = Buffer.alloc(Math.min(HEAD_BYTES, size))
    const text = head.toString('utf8', 0, readSync(descriptor, head))
    const end = text.indexOf('\n')
    return end < 0 ? undefined : text.slice(0, end)
  } finally {
    closeSync(descriptor)
  }
}
