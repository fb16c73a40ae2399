import { hash } from 'node:crypto'

/** The SHA-256 digest of a text, in lower-case hex. */
export function sha256(text: string): string {
  return hash('sha256', text)
}
