import { resolve } from 'node:path'
import type { Place } from './config'
import { UsageError } from './exit'
import type { InputFile } from './input'
import { STANDARD_INPUT } from './input'

interface Paths {
  checkpointPath?: string
  failedPath?: string
}

/**
 * Where a run keeps its progress and what failed: as the options say, else beside the first file. A rehearsal keeps
 * nothing unless it is told where.
 * @throws UsageError where one file would be two things
 */
export function pathsFor(
  place: Place,
  files: readonly InputFile[],
  options: { checkpoint?: string; failed?: string }
): Paths {
  const [{ path }] = files
  const isStandardInput = path === STANDARD_INPUT
  // Nobody can go on in the middle of standard input.
  if (isStandardInput && options.checkpoint !== undefined) {
    throw new UsageError('Standard input (-) cannot be resumed: give a file, or leave --checkpoint out.')
  }
  const defaults = defaultPaths(place, isStandardInput ? undefined : path)
  const isDryRun = place.kind === 'dry-run'
  const checkpointPath = isDryRun ? undefined : (options.checkpoint ?? defaults.checkpoint)
  const failedPath = isDryRun ? undefined : (options.failed ?? defaults.failed)
  refuseSharedFiles([...files.map((file) => file.path), checkpointPath, failedPath])
  return { checkpointPath, failedPath }
}

function defaultPaths({ kind }: Place, path?: string): { checkpoint?: string; failed?: string } {
  if (kind !== 'tiktok') return {}
  return path === undefined
    ? { failed: 'stdin.failed.ndjson' }
    : { checkpoint: `${path}.checkpoint`, failed: `${path}.failed.ndjson` }
}

function refuseSharedFiles(paths: readonly (string | undefined)[]): void {
  const seen = new Set<string>()
  for (const path of paths) {
    if (path === undefined) continue
    if (seen.has(resolve(path)))
      throw new UsageError(`${path} cannot be used twice, as input, --failed or --checkpoint.`)
    seen.add(resolve(path))
  }
}
