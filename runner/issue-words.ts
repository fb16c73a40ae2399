import type { z } from 'zod'
import { newDictionary } from './json'

const KINDS = newDictionary({
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list'
})

/** Says what a value should be that breaks a schema, in place of Zod's own words. It quotes no value. */
export const inWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type') {
    const kind = KINDS[issue.expected] ?? issue.expected
    return issue.input === undefined ? `It is missing: it must be ${kind}.` : `It must be ${kind}.`
  }
  if (issue.code === 'invalid_value') return `It must be one of ${issue.values.join(', ')}.`
  if (issue.code === 'too_small' && issue.origin !== 'number') return 'It is empty.'
  if (issue.code === 'too_small') return `It must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}.`
  if (issue.code === 'too_big') return `It must be at most ${issue.maximum}.`
  if (issue.code === 'invalid_key')
    return `Its name cannot be used. ${issue.issues.map(({ message }) => message).join(' ')}`
  if (issue.code === 'unrecognized_keys') return `Not known: ${issue.keys.join(', ')}.`
  return issue.code === 'invalid_format' && issue.format === 'datetime'
    ? 'It must be an ISO 8601 time, such as 2026-11-22T10:00:00Z.'
    : 'It has another form than it should have.'
}
