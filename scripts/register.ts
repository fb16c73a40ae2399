/** Copies this destination into a checkout of https://github.com/segmentio/action-destinations and registers it there. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { Command, CommanderError } from 'commander'
import type { Files } from './monorepo-form'
import { readName, withName, withProcessHashing } from './monorepo-form'
import { addEntry, INDEX, PACKAGE, Refusal, readIndex, SLUG } from './monorepo-index'

export { Refusal }

const SOURCE = join(__dirname, '..', 'src')
const FOLDER = `${PACKAGE}/src/destinations/${SLUG}`
const HASHING_UTILS = `${PACKAGE}/src/lib/hashing-utils.ts`

/** Files of the folder that the monorepo's own tools write. They are neither compared, nor replaced, nor deleted. */
const MONOREPO_FILES = ['metadata.json']

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

/**
 * Makes the destination's folder in the checkout mirror `src/`, and makes the checkout's index know of it. The monorepo's
 * own files in the folder stay, and so does the name under which the destination is registered.
 * @param options.id the metadata id, for a checkout that does not know the destination yet
 * @param options.force overwrite even what git could not bring back
 * @param options.from the folder of the destination. By default `src/`
 * @returns a line for each change; none if the checkout was up to date
 * @throws Refusal
 */
export function register(checkout: string, options: { id?: string; force?: boolean; from?: string } = {}): string[] {
  const index = readIndex(checkout)
  const newIndex = addEntry(index, options.id)
  const folder = join(checkout, FOLDER)
  const source = readFiles(options.from ?? SOURCE)
  const registered = readFiles(folder)
  const registeredName = readRegisteredName(registered)
  const files = toMonorepoForm(checkout, source, registeredName)
  const isFolderStale = !isDeepStrictEqual(registered, files)
  const isIndexStale = newIndex !== index

  const stale = [...(isFolderStale ? [FOLDER] : []), ...(isIndexStale ? [INDEX] : [])]
  if (stale.length > 0 && !options.force) refuseToLose(checkout, stale)

  if (isFolderStale) replaceFiles(folder, files)
  if (isIndexStale) writeFileSync(join(checkout, INDEX), newIndex)

  const changes = stale.map((path) => `Updated ${path}`)
  const name = readName(source)
  if (!isFolderStale || registeredName === undefined || registeredName === name) return changes
  return [...changes, `Kept the registered name, ${registeredName}, in place of ${name}`]
}

/** A destination is known by the name that it was created with: the monorepo's CI compares definitions by it. */
function readRegisteredName(registered: Files): string | undefined {
  try {
    return readName(registered)
  } catch (error) {
    throw new Refusal(`${FOLDER}: ${(error as Error).message}. Write it as one, so that it can be kept, and run again.`)
  }
}

function toMonorepoForm(checkout: string, source: Files, name?: string): Files {
  const files = existsSync(join(checkout, HASHING_UTILS)) ? withProcessHashing(source) : source
  return name === undefined ? files : withName(files, name)
}

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

/**
 * Runs the command line.
 * @param args without the program
 * @returns the exit status: 2 for a refusal and for wrong use
 */
export function main(args: readonly string[]): number {
  const program = new Command()
  program
    .name('npm run register --')
    .description('Copy this destination into a checkout of segmentio/action-destinations and register it there.')
    .argument('<path>', 'the checkout')
    .option('--id <id>', "the destination's metadata id, for a checkout that does not know it yet")
    .option('--force', 'overwrite changes that are not committed')
    .addHelpText('after', '\nExample:\n  npm run register -- ../action-destinations')
    .showSuggestionAfterError(false)
    .exitOverride()
    .action((path: string, options) => {
      const changes = register(path, options)
      console.log(changes.length > 0 ? [...changes, NEXT].join('\n') : `Nothing to do: ${path} is up to date.`)
    })

  try {
    program.parse(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof Refusal)) throw error
    console.error(`error: ${error.message}`)
    return 2
  }
}

if (require.main === module) process.exitCode = main(process.argv.slice(2))
