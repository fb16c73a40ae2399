import type { Condition } from '@segment/destination-subscriptions'
import { generateFql, parseFql } from '@segment/destination-subscriptions'
import { toEventName } from '../../src/reportWebEvent/event-name'
import { tiktokEventOf } from '../names'
import { isKnownName, nearestStandardName } from './event-name'
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
    ...adviceOnTwins(mappings),
    ...mappings.flatMap(adviceOnTrigger)
  ]
}

/** Standard events of TikTok that are probably meant by names that TikTok would read as custom events. */
export function adviceOnNames(mappings: readonly Mapping[]): string[] {
  return mappings.flatMap(adviceOnName)
}

function adviceOnName({ name, mapping }: Mapping): string[] {
  const event = tiktokEventOf(mapping)
  const reported = event && toEventName(event)
  if (!reported || isKnownName(reported)) return []
  const meant = nearestStandardName(reported)
  const advice = meant === undefined ? "It is not one of TikTok's standard events." : `Did you mean ${meant}?`
  return [`Mapping "${name}" reports the custom event ${event}. ${advice}`]
}

/** Mappings that report one TikTok event for the same events. */
function adviceOnTwins(mappings: readonly Mapping[]): string[] {
  const twins = new Map<string, Mapping[]>()
  for (const each of mappings) {
    const key = JSON.stringify([triggerOf(each), tiktokEventOf(each.mapping)])
    twins.set(key, [...(twins.get(key) ?? []), each])
  }
  return [...twins.values()].flatMap((group) => {
    const event = tiktokEventOf(group[0].mapping)
    if (group.length === 1 || event === undefined) return []
    const names = group.map(({ name }) => `"${name}"`).join(', ')
    return [
      `Mappings ${names} report ${event} for the same events: TikTok drops one if their event IDs are equal, or counts both.`
    ]
  })
}

/** The trigger of a mapping, however it is spaced. */
function triggerOf({ subscribe }: Mapping): string {
  const condition = parseFql(subscribe)
  return 'error' in condition ? subscribe : generateFql(condition)
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
