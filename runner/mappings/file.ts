import { UsageError } from '../errors'
import { readJsonFile } from '../json-file'
import type { CheckedMappings } from './check'
import { checkMappings } from './check'
import type { Mapping } from './mapping'

/**
 * The enabled mappings of a file, as presets write them (`subscribe`, `partnerAction`, `mapping`) or Segment's Public API
 * and Terraform provider do (`trigger`, `actionSlug`, `settings`).
 * @throws UsageError that names each fault, one a line, for a file that could not be run as it stands
 */
export function readMappings(file: string): Mapping[] {
  const { mappings, faults } = checkMappingFile(file)
  if (faults.length === 0) return mappings
  throw new UsageError(
    faults.map(({ pointer, message }) => `${file}${pointer === '' ? ' ' : ': '}${message}`).join('\n')
  )
}

/** Checks a file of mappings. @throws UsageError for a file that cannot be read, or is not JSON */
export function checkMappingFile(file: string): CheckedMappings {
  return checkMappings(readJsonFile(file))
}
