import type { JsonObject } from '../../json'
import { isObject } from '../../json'

/** A transparent image of one pixel, which a page or a mail shows. */
export const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** Keys of an object that are not its own. */
const FORBIDDEN = ['__proto__', 'constructor', 'prototype']

const MAX_DEPTH = 10

/**
 * Reads an event from the query of RudderStack's pixel: `properties.value=5` sets a key of the properties.
 * https://www.rudderstack.com/docs/api/pixel-api/
 */
export function eventOfQuery(query: Record<string, string>): JsonObject {
  const event: JsonObject = {}
  for (const [path, value] of Object.entries(query)) {
    const keys = path.split('.')
    if (path.toLowerCase() === 'writekey' || keys.length > MAX_DEPTH) continue
    if (!keys.some((key) => FORBIDDEN.includes(key))) set(event, keys, value)
  }
  // Some templates quote it.
  if (typeof event.anonymousId === 'string') event.anonymousId = event.anonymousId.replace(/^"(.*)"$/, '$1')
  return event
}

/** Leaves a value alone that stands in the place of an object. */
function set(target: JsonObject, [key, ...rest]: string[], value: string): void {
  if (rest.length === 0) target[key] ??= value
  else {
    target[key] ??= {}
    const child = target[key]
    if (isObject(child)) set(child, rest, value)
  }
}
