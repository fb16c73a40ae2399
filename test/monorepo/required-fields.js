/**
 * Compares the settings and fields that are required with those on the main branch, as the monorepo's CI does: a new one
 * would break every mapping that is saved already. `node required-fields.js list` prints them; `node required-fields.js
 * compare FILE` compares with such a list.
 */
const { readFileSync } = require('node:fs')
const report = require('./report')

/** What is required, by the destination's name and the key of the action. */
function listRequiredFields(definitions) {
  return Object.fromEntries(
    definitions.map(({ name, authentication, actions }) => {
      const fields = Object.entries(actions).map(([key, action]) => [key, requiredKeys(action.fields)])
      return [name, { settings: requiredKeys(authentication.fields), ...Object.fromEntries(fields) }]
    })
  )
}

/** Fields that are required under a condition are not among them: see saved-mappings.js. */
function requiredKeys(fields) {
  return Object.entries(fields).flatMap(([key, { required, properties = {} }]) => [
    ...(required === true ? [key] : []),
    ...requiredKeys(properties).map((property) => `${key}.${property}`)
  ])
}

function* compareRequiredFields(before, after) {
  for (const name in before) {
    if (!(name in after)) yield `${name} is not registered under this name any more`
    for (const [part, keys] of Object.entries(after[name] ?? {})) {
      const known = before[name][part]
      // An action that is new has no saved mappings.
      if (known === undefined) continue
      for (const key of keys)
        if (!known.includes(key)) yield `${name}: ${part} requires ${key}, which it did not before`
    }
  }
}

if (require.main === module) {
  const required = listRequiredFields(Object.values(require('./manifest')).map(({ definition }) => definition))
  const [command, file] = process.argv.slice(2)
  if (command === 'list') console.log(JSON.stringify(required, undefined, 2))
  else report(compareRequiredFields(JSON.parse(readFileSync(file, 'utf8')), required))
}

module.exports = { listRequiredFields, compareRequiredFields }
