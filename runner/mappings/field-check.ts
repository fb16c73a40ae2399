import type { InputField, JSONObject } from '@segment/actions-core'
import { transform } from '@segment/actions-core'
import { didYouMean } from '../suggestion'
import { findConstantProblem } from './constant-check'
import type { MappedValue, ValuePath } from './field-values'
import { fixedPartOf, outcomesOf, placeholdersIn } from './field-values'
import { MAX_LENGTH, TOO_LONG } from './value-length'

export type Fields = Record<string, InputField>

/** Reports a problem with a value of a mapping: the end of a sentence that begins with its name. */
export type ReportProblem = (path: ValuePath, problem: string) => void

/** Fields that identify events, people, orders or leads. */
const IDENTIFYING = new Set([
  'event_id',
  'external_id',
  'email',
  'phone_number',
  'ttclid',
  'ttp',
  'lead_id',
  'order_id',
  'ip'
])

/** Keys that a CDP adds to mappings for itself. */
const CDP_KEY = /^__segment_internal/

/** A path of an event, as a text. */
const PATH =
  /^(?:\$[.[].*|(?:properties|context|traits|integrations)(?:\.[\w-]+)+|messageId|anonymousId|userId|originalTimestamp|receivedAt|sentAt)$/

/** Checks the values of a mapping before the first event. */
export function checkFields(values: Record<string, unknown>, fields: Fields, report: ReportProblem): void {
  for (const [key, value] of Object.entries(values)) {
    if (CDP_KEY.test(key) || key === 'batch_size') continue
    if (!Object.hasOwn(fields, key)) {
      report([key], `is not a field of the action.${didYouMean(key, Object.keys(fields))}`)
      continue
    }
    checkField(key, value, fields, report)
  }
  for (const [key, { required }] of Object.entries(fields)) {
    if (required === true && isBlank(values[key])) report([key], 'is required.')
  }
}

function checkField(key: string, value: unknown, fields: Fields, report: ReportProblem): void {
  if (JSON.stringify(value)?.length > MAX_LENGTH) {
    report([key], `${TOO_LONG}.`)
    return
  }
  const unresolved = findUnresolved(key, value)
  if (unresolved !== undefined) {
    report([key], `does not resolve: ${unresolved}.`)
    return
  }
  const unknownKeys = new Set<string>()
  for (const outcome of outcomesOf(value, { path: [key], field: [key], guards: [] })) {
    const problem = findUnknownKey(outcome, fields)
    const [, child] = outcome.field
    if (problem === undefined) check(outcome, fields, report)
    else if (!unknownKeys.has(child)) report(outcome.path.slice(0, outcome.path.indexOf(child) + 1), problem)
    unknownKeys.add(child)
  }
}

/** Valid directives resolve against any event. The empty event shows invalid ones. */
function findUnresolved(key: string, value: unknown): string | undefined {
  try {
    transform({ [key]: value } as JSONObject, {})
    return undefined
  } catch (error) {
    return firstLine(error as Error)
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

function check(outcome: MappedValue, fields: Fields, report: ReportProblem): void {
  const problem = findTextProblem(outcome) ?? findIdentityProblem(outcome) ?? findInvalid(outcome, fields)
  if (problem !== undefined) report(outcome.path, problem)
}

/** actions-core drops keys that an object field does not have. */
function findUnknownKey({ field: [key, child] }: MappedValue, fields: Fields): string | undefined {
  const { properties, additionalProperties } = fields[key]
  if (child === undefined || properties === undefined || additionalProperties === true) return undefined
  if (Object.hasOwn(properties, child)) return undefined
  return `is not a key of the field.${didYouMean(child, Object.keys(properties))}`
}

/** A path or a template that is written as a text would be sent as that text. */
function findTextProblem({ constant, template, source }: MappedValue): string | undefined {
  if (typeof constant === 'string') {
    if (PATH.test(constant)) {
      const path = constant.startsWith('$') ? constant : `$.${constant}`
      return `is the text "${constant}": to map the value at that path, write { "@path": "${path}" }.`
    }
    if (placeholdersIn(constant).length > 0) {
      return `is the text "${constant}": to fill it in, write { "@template": "${constant}" }.`
    }
  }
  const [wrong] = placeholdersIn(template ?? '').filter((path) => path.startsWith('$'))
  if (wrong !== undefined) return `finds nothing at "${wrong}": write "{{${wrong.replace(/^\$\.?/, '')}}}".`
  if (source !== undefined && /^\$[^.]|[{}]/.test(source)) return `is not a path of an event: begin it with "$.".`
  return undefined
}

/** A value that several events share makes them, or the people behind them, one. */
function findIdentityProblem({ field, constant, template, guards }: MappedValue): string | undefined {
  if (!IDENTIFYING.has(field[field.length - 1])) return undefined
  if (constant !== undefined && String(constant).trim() !== '') {
    return `is the same for all events: map a value of the event, such as { "@path": "$.messageId" }.`
  }
  const paths = placeholdersIn(template ?? '')
  const isSafe = paths.includes('messageId') || paths.some((path) => guards.includes(path))
  if (template === undefined || isSafe || !/[\p{L}\p{N}]/u.test(fixedPartOf(template))) return undefined
  return (
    `would be "${fixedPartOf(template)}" for every event without ${paths.join(' and ')}: write ` +
    `{ "@if": { "exists": { "@path": "$.${paths[0]}" }, "then": { "@template": "${template}" } } }.`
  )
}

function findInvalid({ field, constant }: MappedValue, fields: Fields): string | undefined {
  if (constant === undefined || constant === '') return undefined
  const problem = findConstantProblem(field, constant, fields)
  return problem === undefined ? undefined : `can never be sent: ${problem}.`
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
