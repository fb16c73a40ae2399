import type { AnyNode, CallExpression } from 'acorn'
import type { EventType } from '../segment-event'
import { isEventType } from '../segment-event'
import { FaultAt } from './excerpt'
import type { LiteralValue } from './literals'
import { readLiteral, text } from './literals'

/** Names of objects that are clients of Segment or of a library like it, such as `analytics` or `rudderanalytics`. */
const CLIENT = /analytics|segment|rudder|jitsu|client/i

/** The beginning of a text that is a call, or a statement before one. */
export const CODE =
  /^\s*(?:(?:import|const|let|var|await|void|return)\s|[\w$.]+(?:\.|::)(?:track|page|screen|identify|group|alias)\s*\()/

/** Options that are keys of the event. Others are keys of its context, as analytics.js has it. */
const EVENT_OPTIONS = ['userId', 'anonymousId', 'timestamp', 'messageId', 'integrations']

/** Keys of an event that a call gets as one object; such an object without them is that of properties or traits. */
const OWN_KEYS = ['userId', 'anonymousId', 'user_id', 'anonymous_id', 'event', 'properties', 'traits', 'messageId']

/** Parameters behind the first ones, by the call; `options` spreads. */
const PARAMETERS: Record<EventType, readonly string[]> = {
  track: ['event', 'properties', 'options'],
  page: ['name', 'properties', 'options'],
  screen: ['name', 'properties', 'options'],
  identify: ['userId', 'traits', 'options'],
  group: ['groupId', 'traits', 'options'],
  alias: ['userId', 'previousId', 'options']
}

/** Parameters of calls that begin with several texts: of Python, which names the person first, and of pages with a category. */
const PARAMETERS_WITH_TEXTS: Partial<Record<EventType, Record<number, readonly string[]>>> = {
  track: { 2: ['userId', 'event', 'properties', 'context', 'timestamp', 'anonymousId', 'integrations'] },
  page: {
    2: ['category', 'name', 'properties', 'options'],
    3: ['userId', 'category', 'name', 'properties', 'context']
  },
  screen: {
    2: ['category', 'name', 'properties', 'options'],
    3: ['userId', 'category', 'name', 'properties', 'context']
  },
  group: { 2: ['userId', 'groupId', 'traits', 'context'] }
}

/** A call of a library that records events, such as `analytics.track`. */
export interface LibraryCall {
  type: EventType
  /** As it is written, such as `window.analytics.track`. */
  name: string
  node: CallExpression
}

/** @returns `undefined` for any other expression */
export function findCall(expression: AnyNode): LibraryCall | undefined {
  const node = unwrap(expression)
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined
  const { object, property } = node.callee
  if (property.type !== 'Identifier' || !isEventType(property.name)) return undefined
  const names = namesOf(object)
  if (names === undefined || !CLIENT.test(names.at(-1) ?? '')) return undefined
  return { type: property.name, name: [...names, property.name].join('.'), node }
}

/** The event that a call records. @throws FaultAt for a value that only the program knows */
export function readCall({ type, node }: LibraryCall): LiteralValue {
  const named = new Map<string, LiteralValue>()
  const values: (LiteralValue | undefined)[] = []
  for (const argument of node.arguments) {
    if (argument.type === 'AssignmentExpression' && argument.left.type === 'Identifier') {
      const value = readLiteral(argument.right)
      if (value !== undefined) named.set(argument.left.name, value)
    } else if (argument.type !== 'FunctionExpression' && argument.type !== 'ArrowFunctionExpression') {
      values.push(readLiteral(argument))
    }
  }
  const [first, second] = values
  if (first instanceof Map && second === undefined && (type === 'track' || OWN_KEYS.some((key) => first.has(key)))) {
    return new Map([['type', text(type)], ...first, ...named])
  }
  const event = new Map([['type', text(type)]])
  const parameters = parametersOf(type, values)
  if (values.length > parameters.length) throw new FaultAt(node.start, 'This call has more values than it can take.')
  for (const [index, value] of values.entries()) {
    if (value !== undefined) put(event, parameters[index], value)
  }
  return new Map([...event, ...named])
}

/** Each parameter may be left out before one of another kind, as in `identify({ email })`. */
function parametersOf(type: EventType, values: readonly (LiteralValue | undefined)[]): readonly string[] {
  const texts = values.findIndex((value) => value === undefined || !('json' in value))
  const leading = texts < 0 ? values.length : texts
  const usual = PARAMETERS[type]
  if (leading === 0 && values[0] !== undefined) return usual.slice(usual.findIndex(isObjectParameter))
  return PARAMETERS_WITH_TEXTS[type]?.[leading] ?? usual
}

function isObjectParameter(name: string): boolean {
  return ['properties', 'traits', 'options'].includes(name)
}

function put(event: Map<string, LiteralValue>, name: string, value: LiteralValue): void {
  if (name !== 'options') {
    event.set(name, value)
    return
  }
  if (!(value instanceof Map)) return
  const given = value.get('context')
  const context = new Map(given instanceof Map ? given : [])
  for (const [key, option] of value) {
    if (EVENT_OPTIONS.includes(key)) event.set(key, option)
    else if (key !== 'context') context.set(key, option)
  }
  if (context.size > 0) event.set('context', context)
}

function unwrap(node: AnyNode): AnyNode {
  if (node.type === 'AwaitExpression' || (node.type === 'UnaryExpression' && node.operator === 'void')) {
    return unwrap(node.argument)
  }
  const { callee, object } = { callee: undefined, object: undefined, ...(node as object) } as {
    callee?: AnyNode
    object?: AnyNode
  }
  // Such as `.then(…)` or `.catch(…)` behind the call.
  if (callee?.type === 'MemberExpression' && callee.object.type === 'CallExpression') return unwrap(callee.object)
  return object?.type === 'CallExpression' ? unwrap(object) : node
}

function namesOf(node: AnyNode): string[] | undefined {
  if (node.type === 'Identifier') return [node.name]
  if (node.type === 'ThisExpression') return ['this']
  if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier') return undefined
  const before = namesOf(node.object)
  return before && [...before, node.property.name]
}
