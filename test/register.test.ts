import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { main, Refusal, register as registerFrom } from '../scripts/register'

const SOURCE = join(__dirname, '..', 'src')
/** Files that stand for all. */
const FEW = ['index.ts', 'presets.ts', 'reportWebEvent/sha256.ts', '__tests__/destination.test.ts']
const FOLDER = 'packages/destination-actions/src/destinations/tiktok-conversions'
const INDEX = 'packages/destination-actions/src/destinations/index.ts'
const PACKAGE = 'packages/destination-actions/package.json'
const HASHING_UTILS = 'packages/destination-actions/src/lib/hashing-utils.ts'
const ID = '615cae349d109d6b7496a131'
const OTHER_ID = '5f7dd6d21ad74f3842b1fc47'

const INDEX_BEFORE = `import path from 'path'

export const manifest: Record<string, unknown> = {}

function register(id: string, destinationPath: string) {
  manifest[id] = require(path.join(__dirname, destinationPath)).default
}

register('5d2d8a7a2d0e7f0007a1b8c0', './amplitude')
register(
  '${OTHER_ID}',
  './slack'
) // the last one

export const slugs = Object.keys(manifest)
`
const INDEX_AFTER = INDEX_BEFORE.replace('last one\n', `last one\nregister('${ID}', './tiktok-conversions')\n`)

let original: string
let checkout: string
let few: string

beforeAll(() => {
  few = mkdtempSync(join(tmpdir(), 'source-'))
  for (const path of FEW) cpSync(join(SOURCE, path), join(few, path))
  original = mkdtempSync(join(tmpdir(), 'monorepo-'))
  checkout = original
  write(PACKAGE, JSON.stringify({ name: '@segment/action-destinations' }))
  write(INDEX, INDEX_BEFORE)
  write('.gitignore', '*.log')
  git('init', '--quiet', '--template=')
  commitAll()
})

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'monorepo-'))
  cpSync(original, checkout, { recursive: true })
})

afterEach(() => rmSync(checkout, { recursive: true }))
afterAll(() => {
  rmSync(original, { recursive: true })
  rmSync(few, { recursive: true })
})

const register = (path: string, options: { id?: string; force?: boolean } = {}) =>
  registerFrom(path, { from: few, ...options })

function write(path: string, contents: string): void {
  mkdirSync(dirname(join(checkout, path)), { recursive: true })
  writeFileSync(join(checkout, path), contents)
}

function read(path: string): string {
  return readFileSync(join(checkout, path), 'utf8')
}

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'gc.auto=0']
  return execFileSync('git', ['-C', checkout, ...identity, ...args], { encoding: 'utf8' })
}

function commitAll(): void {
  git('add', '--all')
  git('commit', '--quiet', '--no-verify', '--no-gpg-sign', '--message', 'All')
}

/** The lines of a folder's files by their paths. */
function readFolder(folder: string): Map<string, string[]> {
  if (!existsSync(folder)) return new Map()
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = entries.filter((path) => statSync(join(folder, path)).isFile()).sort()
  return new Map(files.map((path) => [path, readFileSync(join(folder, path), 'utf8').split('\n')]))
}

/** Lines that differ between the source and the destination's folder; all lines of a file that one of them lacks. */
function diffWithSource(from = few): { inSource: string[]; inCheckout: string[]; onlyInOne: string[] } {
  const [source, registered] = [from, join(checkout, FOLDER)].map(readFolder)
  const paths = [...new Set([...source.keys(), ...registered.keys()])]
  const linesWithout = (files: typeof source, others: typeof source) =>
    paths.flatMap((path) => files.get(path)?.filter((line, index) => line !== others.get(path)?.[index]) ?? [])
  return {
    inSource: linesWithout(source, registered),
    inCheckout: linesWithout(registered, source),
    onlyInOne: paths.filter((path) => !source.has(path) || !registered.has(path))
  }
}

const NO_DIFFERENCE = { inSource: [], inCheckout: [], onlyInOne: [] }

/** Runs the command line in this process. */
function run(...args: string[]) {
  const stdout: string[] = []
  const stderr: string[] = []
  jest.spyOn(console, 'log').mockImplementation((text) => void stdout.push(`${text}\n`))
  jest.spyOn(console, 'error').mockImplementation((text) => void stderr.push(`${text}\n`))
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => stdout.push(String(text)) > 0)
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => stderr.push(String(text)) > 0)
  try {
    const status = main(args)
    return { status, stdout: stdout.join(''), stderr: stderr.join('') }
  } finally {
    jest.restoreAllMocks()
  }
}

describe('a checkout that does not know the destination', () => {
  it('gets src/ and a line after the last one of the index', () => {
    expect(registerFrom(checkout, { id: ID })).toEqual([`Updated ${FOLDER}`, `Updated ${INDEX}`])
    expect(diffWithSource(SOURCE)).toEqual(NO_DIFFERENCE)
    expect(read(INDEX)).toBe(INDEX_AFTER)
  })

  it('gets nothing else', () => {
    register(checkout, { id: ID })
    expect(git('status', '--porcelain')).toBe(` M ${INDEX}\n?? ${FOLDER}/\n`)
  })

  it.each([
    [
      'without an id',
      undefined,
      "not registered yet: give --id with the destination's metadata id in Segment's control plane (24 hexadecimal digits)"
    ],
    ['for an id that is none', '615CAE', '615CAE is not a metadata id'],
    ['for the id of another destination', OTHER_ID, `${OTHER_ID} is the metadata id of ./slack already`]
  ])('stays as it is %s', (_case, id, message) => {
    expect(() => register(checkout, { id })).toThrow(message)
    expect(git('status', '--porcelain')).toBe('')
  })
})

describe('a checkout that knows the destination', () => {
  beforeEach(() => {
    write(INDEX, INDEX_AFTER)
    write(`${FOLDER}/index.ts`, 'export default {}\n')
    write(`${FOLDER}/old/functions.ts`, '')
    commitAll()
  })

  it.each([
    ['the id it has', undefined],
    ['the same id given', ID]
  ])('keeps its index with %s', (_case, id) => {
    expect(register(checkout, { id })).toEqual([`Updated ${FOLDER}`])
    expect(read(INDEX)).toBe(INDEX_AFTER)
  })

  it('loses the files that src/ does not have', () => {
    register(checkout)
    expect(diffWithSource()).toEqual(NO_DIFFERENCE)
    expect(existsSync(join(checkout, FOLDER, 'old'))).toBe(false)
  })

  it('stays as it is for another id', () => {
    const id = '0123456789abcdef01234567'
    expect(() => register(checkout, { id })).toThrow(`./tiktok-conversions is registered as ${ID}, not as ${id}`)
    expect(git('status', '--porcelain')).toBe('')
  })
})

describe('the registered name', () => {
  const KEPT = "Kept the registered name, 'Tiktok Conversions', in place of 'TikTok Conversions'"
  const definition = (...lines: string[]) =>
    `const destination: DestinationDefinition<Settings> = {\n${lines.join('\n')}\n}\n`

  function registerOver(index: string): string[] {
    write(INDEX, INDEX_AFTER)
    write(`${FOLDER}/index.ts`, index)
    commitAll()
    return register(checkout)
  }

  it.each<[place: string, index: string]>([
    ['first', definition("  name: 'Tiktok Conversions',", "  slug: 'tiktok-conversions',")],
    [
      'behind a preset',
      definition(
        "  presets: [\n    { name: 'A' },\n    {\n      name: 'B'\n    }\n  ],",
        "  name: 'Tiktok Conversions'"
      )
    ],
    ['behind another constant', `const product = {\n  name: 'A'\n}\n${definition("  name: 'Tiktok Conversions',")}`],
    ['before a comment', definition("  name: 'Tiktok Conversions', // as it was created")],
    ['in a file without types', "module.exports = {\n  name: 'Tiktok Conversions',\n}\n"]
  ])('is kept where it stands %s', (_place, index) => {
    expect(registerOver(index)).toEqual([`Updated ${FOLDER}`, KEPT])
    expect(read(`${FOLDER}/index.ts`)).toContain("\n  name: 'Tiktok Conversions',\n  slug: 'tiktok-conversions',\n")
  })

  it('is the only thing that differs from src/, in a test as well', () => {
    registerOver(definition("  name: 'Tiktok Conversions',"))
    const { inSource, inCheckout, onlyInOne } = diffWithSource()
    expect(inSource).toContain("  name: 'TikTok Conversions',")
    expect(inCheckout.map((line) => line.replace('Tiktok', 'TikTok'))).toEqual(inSource)
    expect(onlyInOne).toEqual([])
  })

  it('is kept by each further run', () => {
    registerOver(definition("  name: 'Tiktok Conversions',"))
    expect(register(checkout)).toEqual([])
    commitAll()
    git('rm', '--quiet', `${FOLDER}/presets.ts`)
    git('commit', '--quiet', '--message', 'An older state')
    expect(register(checkout)).toEqual([`Updated ${FOLDER}`, KEPT])
  })

  it('is kept with its quotes', () => {
    registerOver(definition('  name: "Tik\'Tok $& Conversions",'))
    expect(read(`${FOLDER}/index.ts`)).toContain('\n  name: "Tik\'Tok $& Conversions",\n')
  })

  it('needs no word when it is the name in src/', () => {
    expect(registerOver(definition("  name: 'TikTok Conversions',"))).toEqual([`Updated ${FOLDER}`])
  })

  it.each<[form: string, line: string]>([
    ['a constant', '  name: DESTINATION_NAME,'],
    ['a shorthand', '  name,'],
    ['a template', '  name: `Tiktok Conversions`,']
  ])('stops the registration when it is %s', (_form, line) => {
    expect(() => registerOver(definition(line))).toThrow('the name in index.ts is not a quoted text')
    expect(git('status', '--porcelain')).toBe('')
  })
})

describe("the monorepo's own function for digests", () => {
  const HASHING = `${FOLDER}/reportWebEvent/sha256.ts`

  it('is called where the monorepo has it', () => {
    write(HASHING_UTILS, 'export function processHashing() {}\n')
    commitAll()
    register(checkout, { id: ID })
    expect(read(HASHING)).toContain("return processHashing(text, 'sha256', 'hex')\n")
    expect(diffWithSource().onlyInOne).toEqual([])
    expect(register(checkout)).toEqual([])
  })

  it('is not called where the monorepo lacks it', () => {
    register(checkout, { id: ID })
    expect(read(HASHING)).not.toContain('processHashing')
  })
})

describe('a second run', () => {
  beforeEach(() => void register(checkout, { id: ID }))

  it('changes nothing, although the first is not committed', () => {
    const times = () => [INDEX, FOLDER, `${FOLDER}/index.ts`].map((path) => statSync(join(checkout, path)).mtimeMs)
    const before = times()
    expect(register(checkout)).toEqual([])
    expect(times()).toEqual(before)
  })

  it('brings a committed folder up to date', () => {
    write(`${FOLDER}/index.ts`, '')
    commitAll()
    expect(register(checkout)).toEqual([`Updated ${FOLDER}`])
    expect(diffWithSource()).toEqual(NO_DIFFERENCE)
  })
})

describe("the monorepo's own metadata.json", () => {
  const METADATA = `${FOLDER}/metadata.json`

  beforeEach(() => {
    register(checkout, { id: ID })
    commitAll()
    write(METADATA, '{ "slug": "tiktok-conversions" }')
  })

  it.each<[state: string, ignored: string, committed: boolean]>([
    ['is not committed', '*.log', false],
    ['is committed', '*.log', true],
    ['is ignored', 'metadata.json', true]
  ])('leaves nothing to do when it %s', (_state, ignored, committed) => {
    write('.gitignore', ignored)
    if (committed) commitAll()
    expect(register(checkout)).toEqual([])
  })

  it('leaves nothing to do when it differs from the committed one', () => {
    commitAll()
    write(METADATA, '{}')
    expect(register(checkout)).toEqual([])
    expect(read(METADATA)).toBe('{}')
  })

  it.each([
    ['not committed', () => undefined],
    ['committed', commitAll]
  ])('stays as it is when the folder is brought up to date and it is %s', (_state, change) => {
    change()
    git('rm', '--quiet', `${FOLDER}/presets.ts`)
    git('commit', '--quiet', '--message', 'An older state')
    expect(register(checkout)).toEqual([`Updated ${FOLDER}`])
    expect(read(METADATA)).toBe('{ "slug": "tiktok-conversions" }')
    expect(existsSync(join(checkout, FOLDER, 'presets.ts'))).toBe(true)
  })

  it('survives --force', () => {
    write(`${FOLDER}/index.ts`, 'mine')
    register(checkout, { force: true })
    expect(read(METADATA)).toBe('{ "slug": "tiktok-conversions" }')
  })

  it('is not that of a folder below', () => {
    write(`${FOLDER}/old/metadata.json`, '{}')
    commitAll()
    register(checkout)
    expect(existsSync(join(checkout, FOLDER, 'old'))).toBe(false)
  })
})

describe('changes that are not committed', () => {
  const changes: [name: string, path: string, contents: string, status: string][] = [
    ['in a file of the folder', `${FOLDER}/index.ts`, 'mine', ' M'],
    ['in a new file of the folder', `${FOLDER}/mine.ts`, 'mine', '??'],
    ['in an ignored file of the folder', `${FOLDER}/mine.log`, 'mine', '!!'],
    ['in the index', INDEX, `${INDEX_BEFORE}\n// mine\n`, ' M']
  ]

  beforeEach(() => {
    register(checkout, { id: ID })
    write(INDEX, INDEX_BEFORE)
    commitAll()
  })

  it.each(changes)('%s are kept', (_name, path, contents, status) => {
    write(path, contents)
    expect(() => register(checkout, { id: ID })).toThrow(
      `has uncommitted changes that would be lost without --force: ${status} ${path}`
    )
    expect(read(path)).toBe(contents)
  })

  it.each(changes)('%s give way to --force', (_name, path, contents) => {
    write(path, contents)
    register(checkout, { id: ID, force: true })
    expect(diffWithSource()).toEqual(NO_DIFFERENCE)
    expect(read(INDEX)).toContain(ID)
  })

  it('elsewhere do not matter', () => {
    write('packages/destination-actions/src/destinations/slack/index.ts', 'mine')
    expect(register(checkout, { id: ID })).toEqual([`Updated ${INDEX}`])
  })
})

describe('a folder that is not the monorepo', () => {
  it.each<[what: string, change: () => void]>([
    ['without the package', () => rmSync(join(checkout, PACKAGE))],
    ['with another package', () => write(PACKAGE, '{ "name": "another" }')],
    ['with a package that cannot be read', () => write(PACKAGE, '{')],
    ['without the index', () => rmSync(join(checkout, INDEX))],
    ['with an index that registers nothing', () => write(INDEX, 'function register(id: string, path: string) {}\n')]
  ])('%s stays as it is, even with --force', (_what, change) => {
    change()
    expect(() => register(checkout, { id: ID, force: true })).toThrow(
      'is not a checkout of segmentio/action-destinations'
    )
    expect(existsSync(join(checkout, FOLDER))).toBe(false)
  })
})

describe('a monorepo that is not a git checkout', () => {
  beforeEach(() => rmSync(join(checkout, '.git'), { recursive: true }))

  it('stays as it is', () => {
    expect(() => register(checkout, { id: ID })).toThrow(Refusal)
    expect(existsSync(join(checkout, FOLDER))).toBe(false)
  })

  it('gives way to --force', () => {
    expect(register(checkout, { id: ID, force: true })).toHaveLength(2)
  })
})

describe('the command', () => {
  it('says what it changed and what to run next', () => {
    const { status, stdout } = run(checkout, '--id', ID)
    expect(status).toBe(0)
    expect(stdout).toContain(`Updated ${FOLDER}\nUpdated ${INDEX}\n`)
    expect(stdout).toContain('  yarn types\n  yarn validate\n  yarn cloud test src/destinations/tiktok-conversions/\n')
    expect(stdout).toContain('  yarn generate:metadata-payload\n')
    expect(stdout).toContain('./bin/run generate:metadata-payload --slug=tiktok-conversions')
    expect(stdout).toContain('./bin/run push')
  })

  it('says that there is nothing to do', () => {
    registerFrom(checkout, { id: ID })
    expect(run(checkout)).toMatchObject({
      status: 0,
      stdout: `Nothing to do: ${checkout} is up to date.\n`,
      stderr: ''
    })
  })

  it.each([
    ['a refusal', ['/nowhere'], /^error: \/nowhere is not a checkout .*\n$/],
    ['no path', [], /^error: missing required argument 'path'\n$/],
    ['an unknown option', ['/nowhere', '--forced'], /^error: unknown option '--forced'\n$/]
  ])('ends with 2 and one line on stderr after %s', (_what, args, line) => {
    expect(run(...args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(line) })
  })

  it('runs as a script', () => {
    const root = join(SOURCE, '..')
    const script = [join(root, 'node_modules/.bin/tsx'), join(root, 'scripts/register.ts'), '/nowhere']
    expect(spawnSync(process.execPath, script, { encoding: 'utf8' })).toMatchObject({ status: 2, stdout: '' })
  })

  it('shows an example in its help', () => {
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('npm run register -- ../') })
  })
})
