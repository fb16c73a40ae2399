import type { z } from 'zod'
import { formatKeyPath } from './schema/key-path'
import type { SchemaProblem } from './schema/problems'
import { findProblems, findProblemsAndBlanks, formatProblem } from './schema/problems'
import type { TrackRequest } from './schema/request'
import { EVENT_SCHEMA, EVENT_SCHEMAS, HASHED_KEYS, REQUEST_SCHEMA } from './schema/request'

const MAX_EVENTS = 1000
const SHA256_HEX = /^[a-f0-9]{64}$/

/** The token and the pixels that the sandbox knows. */
export interface Access {
  accessToken: string
  pixelCode: string
  /** Pixels that exist, but that the token may not write to. */
  readOnlyPixels: readonly string[]
}

/** TikTok's return code and message for one fault of a request. */
export interface Rejection {
  code: number
  /** It names the key, never the value. */
  message: string
  /** The key that is wrong, such as `data.0.user.email`. Absent if the fault is not in a key of the body. */
  path?: string
}

/**
 * All faults of a request, in the order in which TikTok looks for them: its answer names the first one.
 * If the event source is not valid, its events are checked against the rules that all event sources share.
 * @param body the parsed body; `undefined` if it is not JSON
 * @returns an empty list if TikTok would accept the request
 */
export function findAllFaults(token: string, body: unknown, access: Access): Rejection[] {
  return [...requestFaults(token, body, access), ...eventFaults(body)]
}

/** The first fault of a request or of its events. */
export function findFault(token: string, body: unknown, access: Access): Rejection | undefined {
  return findRequestFault(token, body, access) ?? first(eventFaults(body))
}

/** The first fault of a request itself, whatever its events are. */
export function findRequestFault(token: string, body: unknown, access: Access): Rejection | undefined {
  return first(requestFaults(token, body, access))
}

/** The events of a request that have no fault. */
export function keepGoodEvents(request: TrackRequest): unknown[] {
  return request.data.filter((event) => first(eventFaults({ ...request, data: [event] })) === undefined)
}

function* requestFaults(token: string, body: unknown, access: Access): Generator<Rejection> {
  if (token.trim() === '') yield { code: 40104, message: 'Access token is empty.' }
  else if (token !== access.accessToken)
    yield { code: 40105, message: 'Access token is incorrect or has been revoked.' }

  const { partner_name = 'Segment', event_source_id: pixelCode, data } = Object(body)
  if (partner_name !== 'Segment') yield fault(40063, { path: 'partner_name', reason: 'Not registered.' })

  const problems = findProblems(REQUEST_SCHEMA, body)
  for (const problem of problems) yield fault(40002, problem)
  const isValid = (key: string) => !problems.some(({ path }) => path === '' || path === key)

  if (isValid('event_source_id')) yield* pixelFaults(pixelCode, access)
  if (!isValid('data')) return
  if (data.length === 0) yield fault(40002, { path: 'data', reason: 'Empty.' })
  if (data.length > MAX_EVENTS) yield fault(40061, { path: 'data', reason: `More than ${MAX_EVENTS} events.` })
}

function* pixelFaults(pixelCode: string, { pixelCode: known, readOnlyPixels }: Access): Generator<Rejection> {
  const path = 'event_source_id'
  if (readOnlyPixels.includes(pixelCode)) yield { code: 40001, message: describeMissingPermission(pixelCode), path }
  else if (pixelCode !== known) yield fault(40007, { path, reason: 'No such pixel.' })
}

/** TikTok looks for unhashed values after everything else, so an event with one can hide behind a later event. */
function* eventFaults(body: unknown): Generator<Rejection> {
  const { event_source, data } = Object(body) as Partial<TrackRequest>
  if (!Array.isArray(data)) return

  const schema = schemaFor(event_source)
  for (const [index, event] of data.entries()) {
    for (const problem of findProblemsAndBlanks(schema, event, ['data', index])) yield fault(40002, problem)
  }
  for (const [index, event] of data.entries()) {
    for (const problem of findUnhashedValues(event, index)) yield fault(40062, problem)
  }
}

function schemaFor(eventSource: unknown): z.ZodType {
  const isKnown = (source: unknown): source is keyof typeof EVENT_SCHEMAS =>
    typeof source === 'string' && Object.hasOwn(EVENT_SCHEMAS, source)
  return isKnown(eventSource) ? EVENT_SCHEMAS[eventSource] : EVENT_SCHEMA
}

function findUnhashedValues(event: unknown, index: number): SchemaProblem[] {
  const user = Object(Object(event).user)
  return HASHED_KEYS.filter((key) => [user[key]].flat().some(isUnhashed)).map((key) => ({
    path: formatKeyPath(['data', index, 'user', key]),
    reason: 'Not a SHA-256 digest in lower-case hex.'
  }))
}

function isUnhashed(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && !SHA256_HEX.test(value)
}

function fault(code: number, problem: SchemaProblem): Rejection {
  return { code, message: formatProblem(problem), path: problem.path || undefined }
}

function first<T>(values: Iterable<T>): T | undefined {
  for (const value of values) return value
  return undefined
}

function describeMissingPermission(pixelCode: string): string {
  return `No permission to operate pixel code: ${pixelCode}. You must be an admin or operator of this advertiser account.`
}
