/** Writes the types of each destination's settings and payloads, as `yarn types` does. */
const { writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { fieldsToJsonSchema } = require('@segment/actions-core')
const { compile } = require('json-schema-to-typescript')
const prettier = require('prettier')
const manifest = require('./manifest')

const BANNER = '// Generated file. DO NOT MODIFY IT BY HAND.'
const STYLE = prettier.resolveConfig.sync(__filename)

/** Titles and choices would become types of their own. */
function removeExtra({ title, enum: choices, ...schema }) {
  if (schema.type === 'object' && schema.properties) {
    const properties = Object.entries(schema.properties).map(([key, property]) => [key, removeExtra(property)])
    return { ...schema, properties: Object.fromEntries(properties) }
  }
  return schema.type === 'array' && schema.items ? { ...schema, items: removeExtra(schema.items) } : schema
}

async function generateTypes(file, fields, name) {
  const schema = removeExtra(fieldsToJsonSchema(fields, { tsType: true }))
  writeFileSync(file, await compile(schema, name, { bannerComment: BANNER, style: STYLE }))
}

async function main() {
  for (const { definition, folder } of Object.values(manifest)) {
    await generateTypes(join(folder, 'generated-types.ts'), definition.authentication.fields, 'Settings')
    for (const [key, action] of Object.entries(definition.actions)) {
      await generateTypes(join(folder, key, 'generated-types.ts'), action.fields, 'Payload')
    }
  }
}

main()
