import type { JSONObject } from '@segment/actions-core'
import { transform } from '@segment/actions-core'
import { generateFql, parseFql } from '@segment/destination-subscriptions'
import destination from '../../src'
import { UsageError } from '../errors'
import type { Mapping } from './config'

/** Reports a problem with a key. @throws UsageError always */
type Fail = (key: string, problem: string) => never

/**
 * Checks a mapping before the first event.
 * @param where names the mapping, such as `mappings.json: mapping 2`
 * @throws UsageError that names the key, for anything that could not be run as it stands
 */
export function checkMapping(entry: unknown, where: string): Mapping {
  const { name, subscribe, partnerAction, mapping, enabled } = objectOr(entry, `${where} is not an object.`)
  const fail: Fail = (key, problem) => {
    throw new UsageError(`${where}: "${key}" ${problem}.`)
  }
  if (typeof name !== 'string' || name.trim() === '') return fail('name', 'is not a text')
  if (typeof subscribe !== 'string') return fail('subscribe', 'is not a text')
  if (typeof partnerAction !== 'string') return fail('partnerAction', 'is not a text')
  if (enabled !== undefined && typeof enabled !== 'boolean') return fail('enabled', 'is neither true nor false')

  checkTrigger(subscribe, fail)
  if (!Object.hasOwn(destination.actions, partnerAction)) {
    return fail('partnerAction', `is unknown: use ${Object.keys(destination.actions).join(', ')}`)
  }
  const values = objectOr(mapping, `${where}: "mapping" is not an object.`)
  checkFields(values, partnerAction, fail)
  return { name, subscribe, partnerAction, mapping: values as JSONObject }
}

/** The parser drops what it does not know, and so changes the meaning: the generator shows how it understood the text. */
function checkTrigger(subscribe: string, fail: Fail): void {
  const condition = parseFql(subscribe)
  if ('error' in condition) throw fail('subscribe', 'is not valid FQL')
  const understood = generateFql(condition)
  if (bare(understood) !== bare(subscribe)) fail('subscribe', `would be understood as: ${understood}`)
}

/** FQL without the characters that may differ. */
function bare(fql: string): string {
  return fql.replace(/[\s()]/g, '')
}

function checkFields(values: Record<string, unknown>, partnerAction: string, fail: Fail): void {
  const { fields } = destination.actions[partnerAction]
  for (const key of Object.keys(values)) {
    if (!Object.hasOwn(fields, key)) fail(`mapping.${key}`, 'is not a field of the action')
    checkDirectives(key, values[key], fail)
    checkTexts(key, values[key], fail)
  }
  for (const key of Object.keys(fields)) {
    if (fields[key].required === true && isBlank(values[key])) fail(`mapping.${key}`, 'is required')
  }
}

/** Valid directives resolve against any event; the empty event shows those that do not. */
function checkDirectives(key: string, value: unknown, fail: Fail): void {
  try {
    transform({ [key]: value } as JSONObject, {})
  } catch (error) {
    fail(`mapping.${key}`, `does not resolve: ${firstLine(error as Error)}`)
  }
}

/** Some messages of actions-core hold a stack. */
function firstLine({ message }: Error): string {
  const [line = ''] = message.split('\n').filter((text) => text.trim() !== '')
  return line
    .trim()
    .replace(/^ValidationError: /, '')
    .replace(/\.$/, '')
}

/** A path written as a text would be sent as that text: one Event ID for all events, which TikTok would drop. */
function checkTexts(key: string, value: unknown, fail: Fail): void {
  if (typeof value === 'string' && value.startsWith('$.')) {
    fail(`mapping.${key}`, `is the text "${value}": to map the value at that path, write { "@path": "${value}" }`)
  }
  if (typeof value !== 'object' || value === null) return
  for (const [name, child] of Object.entries(value)) {
    if (!name.startsWith('@')) checkTexts(`${key}.${name}`, child, fail)
  }
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

function objectOr(value: unknown, problem: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new UsageError(problem)
}
