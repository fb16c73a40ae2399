/** The form that the files of `src/` take in segmentio/action-destinations, where it differs from their form here. */

/** The texts of files by their paths in the destination's folder. */
export type Files = ReadonlyMap<string, string>

const INDEX = 'index.ts'
const HASHING = 'reportWebEvent/sha256.ts'

/** The monorepo's ESLint bans `createHash` in favour of this function. */
const HASHING_THERE = `import { processHashing } from '../../../lib/hashing-utils'

/** The SHA-256 digest of a text, in lower-case hex. The text is normalized before: see hash.ts. */
export function sha256(text: string): string {
  return processHashing(text, 'sha256', 'hex')
}
`

/** `src/` with the monorepo's own function for digests. */
export function withProcessHashing(files: Files): Files {
  return new Map([...files, [HASHING, HASHING_THERE]])
}

/**
 * The name of the destination that is defined in a folder, as its quoted literal; `undefined` if there is none.
 * @throws Error if there is a name, but not as a literal
 */
export function readName(files: Files): string | undefined {
  const index = files.get(INDEX) ?? ''
  const start = index.search(/: \w*DestinationDefinition\b/)
  // Prettier indents the keys of the definition by two spaces, and those of its presets by more.
  const [name, literal] = /^ {2}name\b(?:: ('[^'\n]+'|"[^"\n]+"))?/m.exec(index.slice(Math.max(start, 0))) ?? []
  if (name !== undefined && literal === undefined) throw new Error(`the name in ${INDEX} is not a quoted text`)
  return literal
}

/** `src/` under another name, in its tests as well. */
export function withName(files: Files, literal: string): Files {
  const own = `name: ${readName(files)}`
  return new Map([...files].map(([path, text]) => [path, text.replaceAll(own, () => `name: ${literal}`)]))
}
