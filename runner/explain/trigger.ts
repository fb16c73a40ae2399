import type { Condition as FqlCondition, GroupCondition } from '@segment/destination-subscriptions'
import { generateFql, parseFql, validate } from '@segment/destination-subscriptions'
import { findNearMiss } from './near-miss'
import { describeRead } from './paths'
import { ReadRecorder } from './reads'
import type { Condition, Test, TriggerExplanation } from './types'

/** Keys of the event that each kind of condition looks at, before those it names itself. */
const ROOTS: Record<Exclude<FqlCondition['type'], 'group'>, string> = {
  'event-type': 'type',
  event: 'event',
  name: 'name',
  userId: 'userId',
  'event-property': 'properties',
  'event-trait': 'traits',
  'event-context': 'context'
}

/** Parses a trigger once, to evaluate it condition by condition for any number of events. */
export function createTriggerExplainer(fql: string): (event: object) => TriggerExplanation {
  const root = parseFql(fql)
  if ('error' in root) return () => ({ fql, matches: false })
  return (event) => ({ fql, matches: validate(root, event), condition: explainCondition(root, event) })
}

function explainCondition(condition: FqlCondition, event: object): Condition {
  if (condition.type !== 'group') return explainTest(condition, event)
  const conditions = condition.children.map((child) => explainCondition(child, event))
  return { kind: 'group', operator: condition.operator, holds: validate(condition, event), conditions }
}

function explainTest(condition: Exclude<FqlCondition, GroupCondition>, event: object): Test {
  const single: GroupCondition = { type: 'group', operator: 'and', children: [condition] }
  const recorder = new ReadRecorder()
  const holds = validate(single, recorder.wrap(event))
  const value = recorder.reads.at(-1)?.value
  const read = describeRead(event, { keys: keysOf(condition), value })
  const nearMiss = holds ? undefined : findNearMiss(condition.operator, value, condition.value)
  return { kind: 'test', fql: generateFql(single), holds, read, nearMiss }
}

function keysOf(condition: Exclude<FqlCondition, GroupCondition>): string[] {
  const root = ROOTS[condition.type]
  return 'name' in condition ? [root, ...condition.name.split('.')] : [root]
}
