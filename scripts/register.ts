/** Copies this destination into a checkout of https://github.com/segmentio/action-destinations and registers it there. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { program } from 'commander'

const SOURCE = join(__dirname, '..', 'src')
const SLUG = 'tiktok-conversions'
const PACKAGE = 'packages/destination-actions'
const FOLDER = `${PACKAGE}/src/destinations/${SLUG}`
const INDEX = `${PACKAGE}/src/destinations/index.ts`

/** Files of the folder that the monorepo's own tools write. They are neither compared, nor replaced, nor deleted. */
const MONOREPO_FILES = ['metadata.json']

/** A line of the index, such as `register('5f7dd6d21ad74f3842b1fc47', './slack')`. */
const ENTRY = /^register\(\s*'([^']*)',\s*'\.\/([^']*)'\s*\).*$/gm

const NEXT = `
Next, in the checkout:
  yarn types
  yarn validate
  yarn cloud test src/destinations/${SLUG}/
  yarn generate:metadata-payload

For this destination only, the last one is ./bin/run generate:metadata-payload --slug=${SLUG}. It writes metadata.json,
which the monorepo's CI asserts: commit it together with the code.

Then open a pull request. What Segment's control plane knows of the destination (its settings, fields and presets) does
not change with the code: Segment's staff update it with ./bin/run push.`

/** Why the checkout stays as it is, and what to do about it, in one line for the terminal. */
export class Refusal extends Error {}

/**
 * Makes the destination's folder in the checkout mirror `src/`, except for the monorepo's own files in it, and makes the
 * checkout's index know of it.
 * @param options.id the metadata id, for a checkout that does not know the destination yet
 * @param options.force overwrite even what git could not bring back
 * @returns a line for each change; none if the checkout was up to date
 * @throws Refusal
 */
export function register(checkout: string, options: { id?: string; force?: boolean } = {}): string[] {
  const index = readIndex(checkout)
  const newIndex = addEntry(index, options.id)
  const folder = join(checkout, FOLDER)
  const files = readFiles(SOURCE)
  const isFolderStale = !isDeepStrictEqual(readFiles(folder), files)
  const isIndexStale = newIndex !== index

  const stale = [...(isFolderStale ? [FOLDER] : []), ...(isIndexStale ? [INDEX] : [])]
  if (stale.length > 0 && !options.force) refuseToLose(checkout, stale)

  if (isFolderStale) replaceFiles(folder, files)
  if (isIndexStale) writeFileSync(join(checkout, INDEX), newIndex)
  return stale.map((path) => `Updated ${path}`)
}

function readIndex(checkout: string): string {
  try {
    const { name } = JSON.parse(readFileSync(join(checkout, PACKAGE, 'package.json'), 'utf8'))
    const index = readFileSync(join(checkout, INDEX), 'utf8')
    if (name === '@segment/action-destinations' && readEntries(index).length > 0) return index
  } catch {
    // A missing file says the same as one with other contents.
  }
  throw new Refusal(
    `${checkout} is not a checkout of segmentio/action-destinations, which registers destinations in ${INDEX}.`
  )
}

interface Entry {
  id: string
  folder: string
  /** Where its line ends in the index. */
  end: number
}

function readEntries(index: string): Entry[] {
  const matches = [...index.matchAll(ENTRY)]
  return matches.map(({ 0: line, 1: id, 2: folder, index: start }) => ({ id, folder, end: start + line.length }))
}

/** @returns the index with a line for the destination, after the last one there, unless it has one */
function addEntry(index: string, givenId?: string): string {
  const entries = readEntries(index)
  const id = chooseId(entries, givenId)
  if (entries.some(({ folder }) => folder === SLUG)) return index

  const { end } = entries[entries.length - 1]
  return `${index.slice(0, end)}\nregister('${id}', './${SLUG}')${index.slice(end)}`
}

/** @throws Refusal unless there is one id, that of this destination only */
function chooseId(entries: Entry[], id?: string): string {
  const own = entries.find(({ folder }) => folder === SLUG)
  if (id === undefined) {
    if (own !== undefined) return own.id
    throw new Refusal(
      `./${SLUG} is not registered yet: give --id with the destination's metadata id in Segment's control plane (24 hexadecimal digits).`
    )
  }
  if (!/^[0-9a-f]{24}$/.test(id)) throw new Refusal(`${id} is not a metadata id: 24 digits and letters from a to f.`)

  const namesake = entries.find((entry) => entry.id === id && entry !== own)
  if (namesake !== undefined) throw new Refusal(`${id} is the metadata id of ./${namesake.folder} already.`)

  if (own !== undefined && own.id !== id) {
    throw new Refusal(`./${SLUG} is registered as ${own.id}, not as ${id}: leave out --id, or change ${INDEX} first.`)
  }
  return id
}

type Files = Map<string, string>

/** The texts of a folder's files by their paths. A folder that does not exist has none. */
function readFiles(folder: string): Files {
  if (!existsSync(folder)) return new Map()
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = paths.filter((path) => !MONOREPO_FILES.includes(path) && statSync(join(folder, path)).isFile())
  return new Map(files.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}

function replaceFiles(folder: string, files: Files): void {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) {
    if (!MONOREPO_FILES.includes(name)) rmSync(join(folder, name), { recursive: true })
  }
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** Ignored files count: git could not bring them back either. */
function refuseToLose(checkout: string, paths: string[]): void {
  const kept = MONOREPO_FILES.map((name) => `:(exclude)${FOLDER}/${name}`)
  const lines = git(checkout, 'status', '--porcelain', '--ignored', '--', ...paths, ...kept)
  if (lines === '') return

  const files = lines.trimEnd().replaceAll('\n', ', ')
  throw new Refusal(`${checkout} has uncommitted changes that would be lost without --force: ${files}`)
}

function git(checkout: string, ...args: string[]): string {
  try {
    return execFileSync('git', ['-C', checkout, ...args], { encoding: 'utf8', stdio: 'pipe' })
  } catch {
    throw new Refusal(`${checkout} is not a git checkout, which could bring back what is overwritten: see --force.`)
  }
}

function main(): void {
  program
    .name('npm run register --')
    .description('Copy this destination into a checkout of segmentio/action-destinations and register it there.')
    .argument('<path>', 'the checkout')
    .option('--id <id>', "the destination's metadata id, for a checkout that does not know it yet")
    .option('--force', 'overwrite changes that are not committed')
    .addHelpText('after', '\nExample:\n  npm run register -- ../action-destinations')
    .showSuggestionAfterError(false)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .action((path: string, options) => {
      const changes = register(path, options)
      console.log(changes.length > 0 ? [...changes, NEXT].join('\n') : `Nothing to do: ${path} is up to date.`)
    })

  try {
    program.parse()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    program.error(`error: ${error.message}`)
  }
}

if (require.main === module) main()
