import { readFileSync } from 'node:fs'
import { readError, UsageError } from './errors'
import { parseDocument } from './json'

/** Reads a JSON file, with or without a byte order mark. @throws UsageError if it cannot be read, or is not JSON */
export function readJsonFile(file: string): unknown {
  const parsed = parseDocument(readTextFile(file))
  if ('problem' in parsed) throw new UsageError(`${file} ${parsed.problem}`)
  return parsed.value
}

/** Reads a file of text. @throws UsageError if it cannot be read */
export function readTextFile(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw readError(file, error)
  }
}
