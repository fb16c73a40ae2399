import type { AnyNode, ArrayExpression, Literal, ObjectExpression } from 'acorn'
import { FaultAt } from './excerpt'

/** A value whose scalars are JSON already, so that numbers keep their digits. */
export type LiteralValue = { json: string } | LiteralValue[] | Map<string, LiteralValue>

/** Names that other languages have for values of JSON. */
const NAMES: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null', nil: 'null' }

const JSON_NUMBER = /^(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i

const NOT_LITERAL = 'Only your program knows this value: write the value itself in its place.'

/**
 * Reads a value as it is written in the code. Nothing is evaluated.
 * @returns `undefined` for JavaScript's own
 * @throws FaultAt for a value that only the program knows
 */
export function readLiteral(node: AnyNode): LiteralValue | undefined {
  switch (node.type) {
    case 'Literal':
      return readScalar(node)
    case 'ObjectExpression':
      return readObject(node)
    case 'ArrayExpression':
      return readList(node)
    case 'TemplateLiteral':
      if (node.expressions.length === 0) return text(node.quasis[0].value.cooked ?? '')
      break
    case 'UnaryExpression': {
      const value = node.operator === '-' || node.operator === '+' ? readLiteral(node.argument) : undefined
      if (value !== undefined && 'json' in value && /^[\d.]/.test(value.json)) {
        return { json: node.operator === '-' ? `-${value.json}` : value.json }
      }
      break
    }
    case 'Identifier':
      if (node.name === 'undefined') return undefined
      if (Object.hasOwn(NAMES, node.name)) return { json: NAMES[node.name] }
      break
    case 'NewExpression': {
      const [time, ...rest] = node.arguments
      const isDate = node.callee.type === 'Identifier' && node.callee.name === 'Date' && rest.length === 0
      if (isDate && time?.type === 'Literal' && typeof time.value === 'string') return text(time.value)
      break
    }
  }
  throw new FaultAt(node.start, NOT_LITERAL)
}

function readScalar({ value, raw = '', bigint, start }: Literal): LiteralValue {
  if (typeof value === 'string') return text(value)
  if (bigint) return { json: bigint }
  if (value instanceof RegExp) throw new FaultAt(start, NOT_LITERAL)
  if (typeof value === 'number') return { json: JSON_NUMBER.test(raw) ? raw : String(value) }
  return { json: String(value) }
}

function readObject({ properties }: ObjectExpression): LiteralValue {
  const object = new Map<string, LiteralValue>()
  for (const property of properties) {
    if (property.type !== 'Property' || property.computed || property.kind !== 'init' || property.method) {
      throw new FaultAt(property.start, NOT_LITERAL)
    }
    const { key } = property
    const name = key.type === 'Identifier' ? key.name : String((key as Literal).value)
    const value = readLiteral(property.value)
    if (value !== undefined) object.set(name, value)
  }
  return object
}

function readList({ elements }: ArrayExpression): LiteralValue {
  return elements.map((element) => (element === null ? undefined : readLiteral(element)) ?? { json: 'null' })
}

export function text(value: string): LiteralValue {
  return { json: JSON.stringify(value) }
}

/** The value as JSON on one line. */
export function toJsonText(value: LiteralValue): string {
  if (Array.isArray(value)) return `[${value.map(toJsonText).join(',')}]`
  if (!(value instanceof Map)) return value.json
  return `{${[...value].map(([key, child]) => `${JSON.stringify(key)}:${toJsonText(child)}`).join(',')}}`
}
