/**
 * Generates everything that is derived from the source: the types of the settings and of the action's payload, as the
 * generator of the action-destinations monorepo does, mapping files in `examples/`, the pages of commands, fields and errors in `docs/`, and the table of
 * placeholders in `docs/real-events.md`.
 * With `--check` it writes nothing and fails if a file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { GlobalSetting, InputField } from '@segment/actions-core'
import { fieldsToJsonSchema } from '@segment/actions-core'
import type { JSONSchema4 } from 'json-schema'
import { compile } from 'json-schema-to-typescript'
import { casesFile } from '../runner/cases/schema'
import { configuration } from '../runner/config/schema'
import destination from '../src'
import { describeCommands } from './docs/commands'
import { withCurrencies } from './docs/currencies'
import { describeErrors } from './docs/errors'
import { writeMappings, writePixelMappings } from './docs/examples'
import { describeFields } from './docs/fields'
import { jsonSchemaOf } from './docs/json-schema'
import { withPlaceholders } from './docs/placeholders'
import { withRules } from './docs/rules'

const ROOT = join(__dirname, '..')

const BANNER = '// Generated file. DO NOT MODIFY IT BY HAND.'
const STYLE = { semi: false, singleQuote: true, trailingComma: 'none', printWidth: 120 } as const

type Fields = Record<string, GlobalSetting> | Record<string, InputField>

/** The generated files and what makes their text. */
const FILES: Record<string, () => string | Promise<string>> = {
  'src/generated-types.ts': () => generateTypes(destination.authentication?.fields ?? {}, 'Settings'),
  'src/reportWebEvent/generated-types.ts': () =>
    generateTypes(destination.actions.reportWebEvent.fields as Record<string, InputField>, 'Payload'),
  'cases.schema.json': () => jsonSchemaOf(casesFile),
  'config.schema.json': () => jsonSchemaOf(configuration),
  'docs/fields.md': describeFields,
  'docs/commands.md': describeCommands,
  'docs/errors.md': describeErrors,
  'examples/mappings.json': writeMappings,
  'examples/with-pixel.json': writePixelMappings,
  'docs/diagnose.md': () => withRules(read(join(ROOT, 'docs/diagnose.md')) ?? ''),
  'docs/real-events.md': () => withCurrencies(withPlaceholders(read(join(ROOT, 'docs/real-events.md')) ?? ''))
}

function generateTypes(fields: Fields, name: string): Promise<string> {
  const schema = withoutNames(fieldsToJsonSchema(fields as Record<string, InputField>, { tsType: true }))
  return compile(schema, name, { bannerComment: BANNER, style: STYLE })
}

/** Removes titles and choices, which would become types of their own. */
function withoutNames(schema: JSONSchema4): JSONSchema4 {
  const { title: _title, enum: _enum, ...rest } = schema
  if (rest.properties !== undefined) {
    rest.properties = Object.fromEntries(
      Object.entries(rest.properties).map(([key, property]) => [key, withoutNames(property)])
    )
  }
  if (rest.type === 'array' && rest.items !== undefined) rest.items = withoutNames(rest.items)
  return rest
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

async function main(): Promise<void> {
  for (const [path, generate] of Object.entries(FILES)) {
    const file = join(ROOT, path)
    const text = await generate()
    if (read(file) === text) continue

    if (process.argv.includes('--check')) {
      console.error(`${relative(process.cwd(), file)} is stale. Run "npm run types" and commit the result.`)
      process.exitCode = 1
    } else {
      writeFileSync(file, text)
    }
  }
}

void main()
