/** Checks the registered destinations for what types cannot say, as `yarn validate` does. */
const { transform } = require('@segment/actions-core')
const { generateFql, parseFql } = require('@segment/destination-subscriptions')
const report = require('./report')

const SETTING_TYPES = ['boolean', 'string', 'password', 'number']
const FIELD_TYPES = [...SETTING_TYPES, 'text', 'integer', 'datetime', 'object']
const MAX_BATCH_KEYS = 3
const BATCH_FIELD_TYPES = { enable_batching: 'boolean', batch_size: 'number', batch_keys: 'string' }

function* validateDestination({ name, slug, mode, authentication, actions, presets = [] }) {
  if (!name) yield 'has no name'
  if (!/^[a-z0-9-]+$/.test(slug)) yield 'has no slug of lower-case letters, digits and hyphens'
  if (mode !== 'cloud') yield 'is not in cloud mode'
  for (const [key, setting] of Object.entries(authentication.fields)) {
    yield* within(`setting ${key}`, validateField(setting, SETTING_TYPES))
  }
  for (const [key, action] of Object.entries(actions)) yield* within(`action ${key}`, validateAction(action))
  for (const preset of presets) yield* within(`preset ${preset.name}`, validatePreset(preset, actions))
  if (new Set(presets.map((preset) => preset.name)).size < presets.length) yield 'has presets of the same name'
}

function* validateAction({ title, description, defaultSubscription, fields, dynamicFields = {}, performBatch }) {
  if (!title) yield 'has no title'
  if (!description) yield 'has no description'
  if (defaultSubscription !== undefined) yield* validateSubscription(defaultSubscription)
  if (performBatch && !fields.enable_batching) yield 'has performBatch without a field enable_batching'
  if (fields.batch_keys?.default?.length > MAX_BATCH_KEYS) yield `has more than ${MAX_BATCH_KEYS} batch keys`
  if (!performBatch && fields.enable_batching) yield 'has a field enable_batching without performBatch'
  for (const key of Object.keys(dynamicFields)) if (!fields[key]) yield `has no field for the dynamic field ${key}`
  for (const [key, field] of Object.entries(fields)) {
    const types = key in BATCH_FIELD_TYPES ? [BATCH_FIELD_TYPES[key]] : FIELD_TYPES
    yield* within(`field ${key}`, validateField(field, types))
    if (!/^\w+$/.test(key)) yield `has a field ${key}, which is not letters, digits and underscores`
    if (field.dynamic && !dynamicFields[key]) yield `has no function for the dynamic field ${key}`
    for (const other of fieldsNamedIn(key, field)) {
      if (!fields[other]) yield `has no field ${other}, which ${key} names`
    }
  }
}

function* validateField(field, types) {
  if (!field.description) yield 'has no description'
  yield* validateProperty(field, types)
  for (const [key, property] of Object.entries(field.properties ?? {})) {
    yield* within(`property ${key}`, validateProperty(property, FIELD_TYPES))
  }
}

function* validateProperty({ label, type, choices = [], default: value }, types) {
  if (!label) yield 'has no label'
  if (!types.includes(type)) yield `is of type ${type}, not ${types.join(', ')}`
  for (const choice of choices) {
    if (typeof choice === 'object' && !choice.label) yield `has no label for the choice ${choice.value}`
  }
  yield* validateMapping({ default: value })
}

function* validatePreset({ name, type, subscribe, partnerAction, mapping = {} }, actions) {
  const fields = actions[partnerAction]?.fields
  if (fields === undefined) return yield `is for the action ${partnerAction}, which does not exist`

  if (!name) yield 'has no name'
  if (type === 'automatic') yield* validateSubscription(subscribe)
  else if (type !== 'specificEvent') yield `is of type ${type}, not automatic or specificEvent`
  for (const key in mapping) if (!fields[key]) yield `maps ${key}, which is no field`
  for (const key in fields) if (fields[key].required === true && !(key in mapping)) yield `does not map ${key}`
  yield* validateMapping(mapping)
}

/** The parser forgives much: it reads `type =` as `type = "eos"`. So what it read is written out again. */
function* validateSubscription(subscription) {
  const ast = parseFql(subscription)
  if (ast.error) return yield `has a subscription that cannot be read, ${subscription}: ${ast.error.message}`
  if (generateFql(ast) !== subscription) yield `has a subscription, ${subscription}, that means ${generateFql(ast)}`
}

/** Reads the directives, as `transform` does before it maps anything. */
function* validateMapping(mapping) {
  try {
    transform(mapping, {})
  } catch (error) {
    yield `has a mapping that cannot be read: ${error.message.trim()}`
  }
}

/** The fields that a field depends on, and those that keep its batches apart. */
function fieldsNamedIn(key, { depends_on, required, default: batchKeys }) {
  const conditions = [...(depends_on?.conditions ?? []), ...(required?.conditions ?? [])]
  const keys = conditions.filter(({ type }) => type !== 'syncMode').map(({ fieldKey }) => fieldKey.split('.')[0])
  return key === 'batch_keys' ? [...keys, ...(batchKeys ?? [])] : keys
}

function* within(place, errors) {
  for (const error of errors) yield `${place}: ${error}`
}

if (require.main === module) {
  for (const { definition } of Object.values(require('./manifest'))) {
    report(within(definition.slug, validateDestination(definition)))
  }
}

module.exports = { validateDestination }
