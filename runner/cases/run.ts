import { isDeepStrictEqual } from 'node:util'
import type { JSONValue } from '@segment/actions-core'
import type { ExplainOptions, Explanation, Mapping, MappingExplanation, Outcome } from '../explain'
import { explain, maskBodyValue } from '../explain'
import { isObject } from '../json'
import { parseLine } from '../sources/lines'
import type { CaseDifference, CaseResult } from './result'
import type { CaseOutcome, EventCase, Expectation } from './schema'

export type CaseOptions = Pick<ExplainOptions, 'optOut'>

type MappingInUse = MappingExplanation & { outcome: Outcome }

/** Explains the event of a case, and compares that with what is expected. */
export async function runCase(
  { name, event, now, expect }: EventCase,
  mappings: readonly Mapping[],
  options: CaseOptions = {}
): Promise<CaseResult> {
  const [found] = parseLine(JSON.stringify(event))
  if ('problem' in found) {
    return { name, passed: false, differences: [{ path: 'event', actual: found.problem }] }
  }
  const time = now === undefined ? undefined : Date.parse(now)
  const explanation = await explain(found.event, mappings, { ...options, now: time, mapping: found.mapping })
  const differences = [...compareOutcome(expect, explanation), ...compareRequests(expect, explanation)]
  return { name, passed: differences.length === 0, differences }
}

/** What would have to be expected, so that the case passes now. */
export function expectationOf(explanation: Explanation): Expectation {
  return { outcome: outcomeOf(explanation), requests: requestsOf(explanation) as Expectation['requests'] }
}

/** The same differences without values that could identify a person. */
export function maskResult({ differences, ...result }: CaseResult): CaseResult {
  return {
    ...result,
    differences: differences.map(({ expected, actual, ...difference }) => {
      if (difference.mapping === undefined) return { ...difference, expected, actual }
      const mask = (value?: JSONValue) => (value === undefined ? undefined : maskBodyValue(value, difference.path))
      return { ...difference, expected: mask(expected), actual: mask(actual) }
    })
  }
}

function outcomeOf(explanation: Explanation): CaseOutcome {
  if (explanation.optOut !== undefined) return 'optedOut'
  const used = usedIn(explanation)
  if (used.length === 0) return 'unmatched'
  return used.every(({ outcome }) => outcome.faults?.length === 0) ? 'delivered' : 'rejected'
}

function usedIn({ mappings }: Explanation): MappingInUse[] {
  return mappings.filter((mapping): mapping is MappingInUse => mapping.outcome !== undefined)
}

/** TikTok's events, by their mappings. */
function requestsOf(explanation: Explanation): { mapping: string; data: Record<string, JSONValue> }[] {
  if (explanation.optOut !== undefined) return []
  return usedIn(explanation).flatMap(({ name, outcome: { request } }) =>
    request === undefined ? [] : [{ mapping: name, data: request.data[0] as unknown as Record<string, JSONValue> }]
  )
}

function compareOutcome({ outcome }: Expectation, explanation: Explanation): CaseDifference[] {
  const actual = outcomeOf(explanation)
  if (actual === outcome) return []
  const reasons = usedIn(explanation).flatMap(
    ({ outcome: { problem, faults = [] } }) => problem ?? faults[0]?.message ?? []
  )
  const reason = actual === 'rejected' && reasons.length > 0 ? ` (${reasons[0]})` : ''
  return [{ path: 'outcome', expected: outcome, actual: actual + reason }]
}

function compareRequests({ requests }: Expectation, explanation: Explanation): CaseDifference[] {
  if (requests === undefined) return []
  const found = requestsOf(explanation)
  const [expected, actual] = [requests, found].map((list) => list.map(({ mapping }) => mapping))
  if (!isDeepStrictEqual(expected, actual)) return [{ path: 'requests', expected, actual }]
  return requests.flatMap(({ mapping, data }, index) =>
    compare(data as JSONValue, found[index].data as JSONValue, '').map((difference) => ({ mapping, ...difference }))
  )
}

/** The values that differ. A key that is not expected may have any. */
function compare(expected: JSONValue, actual: JSONValue | undefined, path: string): CaseDifference[] {
  if (isObject(expected) && isObject(actual)) {
    return Object.entries(expected).flatMap(([key, value]) =>
      compare(value as JSONValue, actual[key] as JSONValue | undefined, path === '' ? key : `${path}.${key}`)
    )
  }
  const isSame = expected === null ? (actual ?? null) === null : isDeepStrictEqual(expected, actual)
  return isSame ? [] : [{ path, expected, actual }]
}
