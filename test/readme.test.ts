import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createProgram } from '../runner/cli/program'
import { describeCommands } from '../scripts/docs/commands'
import { describeErrors } from '../scripts/docs/errors'
import { describeFields } from '../scripts/docs/fields'
import { describePlaceholders, withPlaceholders } from '../scripts/docs/placeholders'
import { presets } from '../src/presets'
import { RETURN_CODES } from '../src/reportWebEvent/codes'
import { fields } from '../src/reportWebEvent/fields'
import { LEFT_OUT_REASONS } from '../src/reportWebEvent/left-out'
import { PAGES, readPage } from './__helpers__/samples'

const ROOT = join(__dirname, '..')
const README = readFileSync(join(ROOT, 'README.md'), 'utf8')
const PRESETS = readFileSync(join(ROOT, 'docs/presets.md'), 'utf8')

/** The rows of the table below a heading, without the head of the table. */
function rowsBelow(heading: string): string[] {
  const section = PRESETS.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return section.split('\n').filter((line) => line.startsWith('| `') || line.startsWith('| **'))
}

it('links to a page with every field of the mapping page', () => {
  expect(README).toContain('](docs/fields.md)')
  const page = readFileSync(join(ROOT, 'docs/fields.md'), 'utf8')
  expect(page).toBe(describeFields())
  const rows = page
    .split('\n## ')[0]
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  expect(rows.map((row) => row.split(' | ').slice(0, 2))).toEqual(
    Object.entries(fields).map(([key, { label }]) => [`| \`${key}\``, label])
  )
})

it.each([
  '| `event` | Event Name | string, required | – | – |',
  '| `event_source` | Event Source | string | – | `web` |',
  '| `email` | Email | string[] | – | property `email`, else trait `email` |',
  '| `external_id` | External ID | string[] | – | `$.userId`, else `$.anonymousId` |',
  '| `first_name` | First Name | string | – | property `first_name`, else trait `first_name`, else trait `firstName` |',
  '| `address` | Address | object | – | [see below](#address) |',
  '| `city` | City | string | – | property `address.city`, else trait `address.city` |',
  '| `contents` | Contents | object[] | – | – |',
  '| `brand` | Brand | string[] | – | – |',
  '| `travel_fields` | Travel Fields | object | – | [see below](#travel-fields) |',
  '| `city` | Hotel City | string | – | property `city` |',
  '| `enable_batching` | Send events in batches | boolean | – | `false` |',
  '| `batch_keys` | Batch Keys | string[] | – | `event_source`, `test_event_code` |'
])('describes a field as %s', (row) => expect(describeFields().split('\n')).toContain(row))

it('has a page with every command and option', () => {
  expect(readFileSync(join(ROOT, 'docs/commands.md'), 'utf8')).toBe(describeCommands())
  expect(describeCommands()).toContain('| `--limit <n>` | – | only the first n events |')
})

it('has a page with every return code', () => {
  const page = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8')
  expect(page).toBe(describeErrors())
  const rows = page.split('\n').filter((line) => /^\| \d+ \| [^`]/.test(line))
  expect(rows.map((row) => row.split(' | ').slice(0, 3))).toEqual(
    RETURN_CODES.map(({ code, meaning, verdict }) => [`| ${code}`, meaning, `\`${verdict}\``])
  )
})

it.each([
  '| `throttled` | too many requests | TikTok is limiting the rate of requests | `RetryableError` | 429 | yes | Wait up to five minutes, and send the event again. |',
  '| other 51000 to 53999 | internal error of TikTok | `unavailable` | – |',
  '| any other | unknown | `rejected` | – |',
  '| 401, 403 | `unauthorized` |',
  '| other 4xx | `rejected` |'
])('describes an error as %s', (row) => expect(describeErrors().split('\n')).toContain(row))

it('has a page with every reason for a value that is left out', () => {
  const section = readPage('docs/real-events.md')
    .split('\n## ')
    .find((each) => each.startsWith('Left-out values'))
  const reasons = Array.from((section ?? '').matchAll(/^\| `(\w+)` \|/gm), ([, reason]) => reason)
  expect(reasons).toEqual(Object.keys(LEFT_OUT_REASONS))
})

it('has a page with the placeholders, as the code reads them', () => {
  const page = readFileSync(join(ROOT, 'docs/real-events.md'), 'utf8')
  expect(withPlaceholders(page)).toBe(page)
  expect(() => withPlaceholders(page.replace('<!-- Generated', '<!--'))).toThrow('lacks the comments')
})

it.each([
  [/`null`, .*`\(none\)`.*`{{id}}`.* \| all fields below and all other texts \|$/m],
  [/^\| `n\/a`, .*`xxx`.* \| identifiers, names, addresses, currency, time and page \|$/m],
  [/^\| `guest`, .*`-1` \| identifiers: external ID, /m],
  [/^\| `guest user`, `LINE User`, .* \| external ID, first and last name \|$/m],
  [/^\| `default`, `NA`, `0`, `-1` \| parts of an address \|$/m]
])('describes placeholders as %s', (row) => expect(describePlaceholders()).toMatch(row))

it('links to a page with the presets', () => {
  expect(README).toContain('](docs/presets.md)')
  expect(rowsBelow('Presets')).toEqual(
    presets.map((preset) => {
      const { name, subscribe, mapping } = preset as typeof preset & { subscribe: string }
      const contents = JSON.stringify(mapping?.contents).includes('$.properties.products')
        ? 'property `products`'
        : 'its own properties'
      const remark = name === 'View Content' ? `${contents}, without \`name\`` : contents
      return `| **${name}** | \`${subscribe}\` | \`${mapping?.event}\` | ${remark} |`
    })
  )
})

describe('the session of `npm start`', () => {
  const withoutTime = (text: string) => text.replace(/\d+\.\d s$/m, '')
  let output: string

  beforeAll(() => {
    const command = ['dist/runner/cli/main.js', 'send', 'examples/events.ndjson', '--sandbox']
    output = withoutTime(execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' })).trimEnd()
  })

  it('is shown as it is printed', () => {
    const page = readFileSync(join(ROOT, 'docs/archive.md'), 'utf8')
    expect(withoutTime(page)).toContain(`\n\`\`\`\n${output}\n\`\`\`\n`)
    expect(README).toContain('](docs/archive.md#a-session)')
  })

  it('is shown in part, line by line, at the beginning', () => {
    const [, excerpt] = withoutTime(README).split('`npm start` prints, among other lines:\n\n```\n')
    const shown = excerpt.split('\n```\n')[0].split('\n')
    expect(shown.length).toBeGreaterThan(6)
    const printed = output.split('\n').filter((line) => line !== '' && shown.includes(line))
    expect(printed).toEqual(shown.filter((line) => line !== ''))
  })
})

it('shows the beginning of what explain prints', () => {
  const command = ['dist/runner/cli/main.js', 'explain', 'examples/events.ndjson', '--line', '12']
  const output = execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' })
  const [, excerpt] = README.split('`explain examples/events.ndjson --line 12` begins with:\n\n```\n')
  const shown = excerpt.split('```\n')[0]
  expect(shown.split('\n').length).toBeGreaterThan(5)
  expect(output.slice(0, shown.length)).toBe(shown)
})

const LINK = /\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g

const PAPERS = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: ROOT,
  encoding: 'utf8'
})
  .trim()
  .split('\n')

it.each(PAPERS)('names no file in %s that is not there', (paper) => {
  const text = readFileSync(join(ROOT, paper), 'utf8')
  for (const [, file] of text.matchAll(LINK)) {
    expect([file, existsSync(join(ROOT, dirname(paper), file))]).toEqual([file, true])
  }
})

it('links only to files that the package carries', () => {
  const pack = ['pack', '--dry-run', '--json', '--ignore-scripts']
  const [{ files }] = JSON.parse(execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8' }))
  const carried = new Set(files.map(({ path }: { path: string }) => path))
  expect(PAGES.filter((page) => !carried.has(page))).toEqual([])
  const missing = PAGES.flatMap((page) =>
    [...readPage(page).matchAll(LINK)]
      .map(([, file]) => join(dirname(page), file))
      .filter((file) => !carried.has(file))
      .map((file) => `${page} links to ${file}`)
  )
  expect(missing).toEqual([])
})

describe('commands are written as they can be typed', () => {
  // A shell completes only a command that is installed globally.
  const names = createProgram()
    .commands.map((command) => command.name())
    .filter((name) => name !== 'completion')
  const untyped = new RegExp(`(?<!npx )(?<![\\w/@.-])tiktok-conversions (?:${names.join('|')})\\b`)
  const isUntyped = (line: string) => untyped.test(line)

  it.each(PAGES)('in %s', (page) => expect(readPage(page).split('\n').filter(isUntyped)).toEqual([]))

  it('in help and messages', () => {
    const sources = execFileSync('git', ['ls-files', 'runner/*.ts'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n')
    const lines = sources.flatMap((source) => readPage(source).split('\n'))
    expect(lines.filter((line) => isUntyped(line) && !/^\s*(\/\*)?\*/.test(line))).toEqual([])
  })
})

it.each(['README.md', 'docs/explain.md'])(
  'names the file of each ES module, as npm init makes CommonJS: %s',
  (page) => {
    const samples = readPage(page)
      .split('```js\n')
      .slice(1)
      .filter((sample) => sample.includes('import '))
    expect(samples.length).toBeGreaterThan(0)
    for (const sample of samples) expect(sample).toMatch(/^\/\/ \w+\.mjs: an ES module/)
  }
)
