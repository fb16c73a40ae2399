import { statSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { canonicalPath } from '../canonical-path'
import type { Endpoint } from '../delivery/endpoint'
import { UsageError } from '../errors'
import type { InputFile } from '../sources/input-file'
import { STANDARD_INPUT } from '../sources/standard-input'

/** The files that a run writes. A run without one of them does not save it. */
export interface RunFiles {
  checkpoint?: string
  failed?: string
}

/** Names that lead to no file, or that a run needs beside the files that it was given. */
const RESERVED_NAME = /^$|\.tiktok-conversions\.(?:lock|tmp)$/

/**
 * Chooses the files of a run: those that were named, or else files beside the first input file. A rehearsal writes only
 * files that were named.
 * @throws UsageError if one file would be used twice, or has a reserved name
 */
export function chooseRunFiles(endpoint: Endpoint, files: readonly InputFile[], named: RunFiles): RunFiles {
  const [{ path }] = files
  const isStandardInput = path === STANDARD_INPUT
  if (isStandardInput && named.checkpoint !== undefined) {
    throw new UsageError('Standard input (-) cannot be resumed: give a file, or leave --checkpoint out.')
  }
  const reserved = [named.checkpoint, named.failed].find((name) => name !== undefined && RESERVED_NAME.test(name))
  if (reserved !== undefined) throw new UsageError(`"${reserved}" cannot be the name of --checkpoint or --failed.`)
  if (endpoint.kind === 'dry-run') return {}
  const defaults = defaultFiles(endpoint, isStandardInput ? undefined : path)
  const chosen = { checkpoint: named.checkpoint ?? defaults.checkpoint, failed: named.failed ?? defaults.failed }
  rejectSharedFiles(files, [chosen.checkpoint, chosen.failed])
  return chosen
}

/** The path from the checkpoint to the failed events, so that both can be moved together. */
export function failedPathOf({ checkpoint, failed }: RunFiles): string | undefined {
  if (checkpoint === undefined || failed === undefined) return undefined
  return relative(dirname(canonicalPath(checkpoint)), canonicalPath(failed))
}

function defaultFiles({ kind }: Endpoint, path?: string): RunFiles {
  if (kind !== 'tiktok') return {}
  return path === undefined
    ? { failed: 'stdin.failed.ndjson' }
    : { checkpoint: `${path}.checkpoint`, failed: `${path}.failed.ndjson` }
}

/** Remembers the files that are written, not those that are read: there may be 100,000 of them. */
function rejectSharedFiles(files: readonly InputFile[], written: readonly (string | undefined)[]): void {
  const seen = new Map<string, string>()
  for (const path of written) {
    if (path === undefined) continue
    const identity = identityOf(path)
    if (seen.has(identity)) throw usedTwice(path)
    seen.set(identity, path)
  }
  for (const file of files) {
    const path = seen.get(identityOf(file.path))
    if (path !== undefined) throw usedTwice(path)
  }
}

function usedTwice(path: string): UsageError {
  return new UsageError(`${path} cannot be used twice, as input, --failed or --checkpoint.`)
}

/** Tells files apart, whatever they are called. */
function identityOf(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? canonicalPath(path) : `${stats.dev} ${stats.ino}`
}
