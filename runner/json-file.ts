import { readFileSync } from 'node:fs'
import { readError, UsageError } from './errors'
import { describeSyntaxError } from './json'

/** Reads a JSON file, with or without a byte order mark. @throws UsageError if it cannot be read, or is not JSON */
export function readJsonFile(file: string): unknown {
  let text = ''
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${file} ${describeSyntaxError(text, error)}`)
    throw readError(file, error)
  }
}
