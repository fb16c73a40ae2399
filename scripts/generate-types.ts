/**
 * Generates the types of the settings and of the action's payload from their fields, as the generator of the
 * action-destinations monorepo does. With `--check` it writes nothing and fails where a file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GlobalSetting, InputField } from '@segment/actions-core'
import { fieldsToJsonSchema } from '@segment/actions-core'
import type { JSONSchema4 } from 'json-schema'
import { compile } from 'json-schema-to-typescript'
import destination from '../src'

const BANNER = '// Generated file. DO NOT MODIFY IT BY HAND.'
const STYLE = { semi: false, singleQuote: true, trailingComma: 'none', printWidth: 120 } as const

type Fields = Record<string, GlobalSetting> | Record<string, InputField>

/** Titles and choices would become types of their own. */
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

function generate(fields: Fields, name: string): Promise<string> {
  const schema = withoutNames(fieldsToJsonSchema(fields as Record<string, InputField>, { tsType: true }))
  return compile(schema, name, { bannerComment: BANNER, style: STYLE })
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

async function main(): Promise<void> {
  const source = join(__dirname, '..', 'src')
  const targets: [file: string, fields: Fields, name: string][] = [
    [join(source, 'generated-types.ts'), destination.authentication?.fields ?? {}, 'Settings'],
    [
      join(source, 'reportWebEvent', 'generated-types.ts'),
      destination.actions.reportWebEvent.fields as Record<string, InputField>,
      'Payload'
    ]
  ]

  for (const [file, fields, name] of targets) {
    const types = await generate(fields, name)
    if (read(file) === types) continue

    if (process.argv.includes('--check')) {
      console.error(`${file} is stale: run "npm run types" and commit the result.`)
      process.exitCode = 1
    } else {
      writeFileSync(file, types)
    }
  }
}

void main()
