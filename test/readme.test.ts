import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { presets } from '../src/presets'
import { fields } from '../src/reportWebEvent/fields'

const ROOT = join(__dirname, '..')
const README = readFileSync(join(ROOT, 'README.md'), 'utf8')

/** The rows of the table below a heading, without the head of the table. */
function rowsBelow(heading: string): string[] {
  const section = README.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return section.split('\n').filter((line) => line.startsWith('| `') || line.startsWith('| **'))
}

type Default = string | number | boolean | { '@path': string } | { '@if': { then: Default; else: Default } } | undefined

/** A field's default in the words of the README. */
function describeDefault(value: Default | Record<string, Default>): string {
  if (value === undefined) return '–'
  if (typeof value !== 'object') return `\`${value}\``
  if ('@path' in value) return describePath(value['@path'] as string)
  if ('@if' in value) {
    const { then, else: otherwise } = value['@if'] as { then: Default; else: Default }
    return `${describeDefault(then)}, else ${describeDefault(otherwise)}`
  }
  if (Array.isArray(value)) return value.map(describeDefault).join(', ')
  const isSameName = ([key, each]: [string, Default]) => describeDefault(each) === `property \`${key}\``
  if (Object.entries(value).every(isSameName)) return 'the properties of the same names'
  return Object.entries(value)
    .map(([key, each]) => `${key}: ${describeDefault(each)}`)
    .join('; ')
}

function describePath(path: string): string {
  const [, place, key] = /^\$\.(properties|context\.traits)\.(.+)$/.exec(path) ?? []
  if (place === undefined) return `\`${path}\``
  return `${place === 'properties' ? 'property' : 'trait'} \`${key}\``
}

it('lists every field of the mapping page, with its label and default', () => {
  expect(rowsBelow('Fields')).toEqual(
    Object.entries(fields).map(
      ([key, field]) => `| \`${key}\` | ${field.label} | ${describeDefault(field.default as Default)} |`
    )
  )
})

it('lists the presets', () => {
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

it('shows what `npm start` prints', () => {
  const output = execFileSync(
    process.execPath,
    ['dist/runner/cli/main.js', 'send', 'examples/events.ndjson', '--sandbox'],
    {
      cwd: ROOT,
      encoding: 'utf8'
    }
  )
  const withoutTime = (text: string) => text.replace(/\d+\.\d s$/m, '')
  expect(withoutTime(README)).toContain(withoutTime(output).trimEnd())
})

it('names no file that is not there', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8'
  })
  for (const [, file] of README.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) expect(files).toContain(file)
})
