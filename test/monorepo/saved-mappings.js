/** Checks that mappings which customers have saved still pass the validation, and lose no field in it. */
const { fieldsToJsonSchema, validateSchema } = require('@segment/actions-core')
const report = require('./report')
const savedMappings = require('./saved-mappings.json')

function* validateSavedMappings({ name, actions }) {
  for (const [key, mappings] of Object.entries(savedMappings)) {
    const schema = fieldsToJsonSchema(actions[key].fields)
    for (const mapping of mappings) {
      for (const problem of validateMapping(mapping, schema)) yield `${name}: ${JSON.stringify(mapping)} ${problem}`
    }
  }
}

function* validateMapping(mapping, schema) {
  const payload = structuredClone(mapping)
  try {
    validateSchema(payload, schema)
  } catch (error) {
    return yield `is refused: ${error.message}`
  }
  const keys = pathsOf(payload)
  for (const key of pathsOf(mapping)) if (!keys.includes(key)) yield `loses ${key}`
}

function pathsOf(value) {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, below]) => [key, ...pathsOf(below).map((path) => `${key}.${path}`)])
}

if (require.main === module) {
  for (const { definition } of Object.values(require('./manifest'))) report(validateSavedMappings(definition))
}

module.exports = { validateSavedMappings }
