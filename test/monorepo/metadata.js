/**
 * Checks each destination's metadata.json, which says what the control plane has to know of it. `node metadata.js write`
 * writes it, as `yarn generate:metadata-payload` does. The form is ours: what counts is that it exists and is up to date.
 */
const { existsSync, readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const report = require('./report')

function metadataOf({ name, slug, mode, description, authentication, actions, presets }) {
  const keys = Object.entries(actions).map(([key, { title, fields }]) => [key, { title, fields }])
  const metadata = {
    name,
    slug,
    mode,
    description,
    settings: authentication.fields,
    actions: Object.fromEntries(keys),
    presets
  }
  return `${JSON.stringify(metadata, undefined, 2)}\n`
}

function* validateMetadata({ definition, folder }) {
  const file = join(folder, 'metadata.json')
  if (!existsSync(file)) return yield `${file} does not exist: run node metadata.js write`
  if (readFileSync(file, 'utf8') !== metadataOf(definition)) yield `${file} is out of date: run node metadata.js write`
}

if (require.main === module) {
  for (const entry of Object.values(require('./manifest'))) {
    if (process.argv[2] === 'write') writeFileSync(join(entry.folder, 'metadata.json'), metadataOf(entry.definition))
    report(validateMetadata(entry))
  }
}

module.exports = { metadataOf, validateMetadata }
