import { readFileSync } from 'node:fs'
import { readError, UsageError } from './errors'

/** Reads a JSON file, with or without a byte order mark. @throws UsageError if it cannot be read, or is not JSON */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${file} is not valid JSON.`)
    throw readError(file, error)
  }
}
