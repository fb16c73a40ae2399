import type { JSONObject } from '@segment/actions-core'
import { transform, validateSchema } from '@segment/actions-core'
import { copyOf, schemaOf } from './validate'

type Schema = { type?: string | string[]; properties?: Record<string, Schema>; items?: Schema }

/**
 * Finds the error by which Segment rejects a payload. Segment validates values before the destination gets them, and so
 * the destination cannot read an object or a list in the place of a text, as it does here.
 * @returns the message of actions-core, which names fields but no values; `undefined` if the payload is valid
 */
export function findSegmentError(action: string, mapping: JSONObject, event: object): string | undefined {
  const schema = schemaOf(action)
  const mapped = Object(transform(mapping, event as JSONObject))
  const payload = withoutEmpty(copyOf(mapped), schema as Schema)
  try {
    validateSchema(payload, schema, { schemaKey: action })
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** A value without absent ones, as actions-core removes them from objects before it validates them. */
function withoutEmpty(value: unknown, { type, properties, items }: Schema): unknown {
  if (type === undefined) return value
  if (Array.isArray(value)) {
    return items === undefined ? value : value.filter((item) => withoutEmpty(item, items) !== undefined)
  }
  if (typeof value === 'object' && value !== null) {
    if (properties === undefined) return value
    const entries = Object.entries(value).map(([key, child]) => [key, withoutEmpty(child, properties[key] ?? {})])
    return Object.fromEntries(entries.filter(([, child]) => child !== undefined))
  }
  const isAbsent = value === null || (value === '' && ![type].flat().includes('string'))
  return isAbsent ? undefined : value
}
