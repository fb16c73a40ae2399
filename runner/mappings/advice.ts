import type { Condition } from '@segment/destination-subscriptions'
import { generateFql, parseFql } from '@segment/destination-subscriptions'
import { toEventName } from '../../src/reportWebEvent/event-name'
import { tiktokEventOf } from '../names'
import { nearestStandardName } from './event-name'
import type { Mapping } from './mapping'

/** Operators that hold for no event without the value, although they deny something. */
const NEGATED = ['number_not_equals', 'not_contains', 'not_starts_with', 'not_ends_with']

/** The effects of mappings that can be run, but are probably not meant. */
export function adviceFor(mappings: readonly Mapping[]): string[] {
  return [
    ...adviceOn(mappings, lacks('timestamp'), 'no timestamp: every event gets the time at which it is sent.'),
    ...adviceOn(mappings, hasConstantTime, 'a constant timestamp: every event gets the same time.'),
    ...adviceOn(mappings, lacks('event_id'), 'no event_id: an event that is sent again counts again.'),
    ...adviceOnNames(mappings),
    ...mappings.flatMap(adviceOnTrigger)
  ]
}

/** Standard events of TikTok that are probably meant by names that TikTok would read as custom events. */
export function adviceOnNames(mappings: readonly Mapping[]): string[] {
  return mappings.flatMap(adviceOnName)
}

function adviceOnName({ name, mapping }: Mapping): string[] {
  const event = tiktokEventOf(mapping)
  const meant = event && nearestStandardName(toEventName(event))
  return meant ? [`Mapping "${name}" reports the custom event ${event}. Did you mean ${meant}?`] : []
}

/** Names of mappings without an event id. */
export function namesWithoutEventId(mappings: readonly Mapping[]): string[] {
  return mappings.filter(lacks('event_id')).map(({ name }) => name)
}

function adviceOn(mappings: readonly Mapping[], isConcerned: (mapping: Mapping) => boolean, advice: string): string[] {
  const names = mappings.filter(isConcerned).map(({ name }) => `"${name}"`)
  if (names.length === 0) return []
  return [names.length === 1 ? `Mapping ${names[0]} has ${advice}` : `Mappings ${names.join(', ')} have ${advice}`]
}

function lacks(key: string): (mapping: Mapping) => boolean {
  return ({ mapping }) => mapping[key] === undefined || mapping[key] === null || mapping[key] === ''
}

function hasConstantTime({ mapping: { timestamp } }: Mapping): boolean {
  return typeof timestamp === 'number' || (typeof timestamp === 'string' && timestamp !== '')
}

function adviceOnTrigger({ name, subscribe }: Mapping): string[] {
  const condition = parseFql(subscribe)
  if ('error' in condition) return []
  return [...conditionsIn(condition)].flatMap((child) => {
    if (child.type === 'group' || !NEGATED.includes(child.operator)) return []
    const test = generateFql({ type: 'group', operator: 'and', children: [child] })
    return [`The trigger of "${name}" skips events without that property: ${test} is false if it is missing.`]
  })
}

function* conditionsIn(condition: Condition): Generator<Condition> {
  if (condition.type !== 'group') yield condition
  else for (const child of condition.children) yield* conditionsIn(child)
}
