import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Text of a file; `undefined` if it cannot be read. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Tells a text from others, so that only a text that was seen is replaced. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
