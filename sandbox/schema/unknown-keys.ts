import { z } from 'zod'
import type { KeyPath } from './key-path'
import { formatKeyPath, walk } from './key-path'
import { EVENT_SCHEMA, REQUEST_SCHEMA } from './request'

/** Keeps the warnings of a request small, whatever its keys. */
const MAX_WARNINGS = 20

/** The keys that an object may have, each with the keys below it. A list has the keys of its items. */
export type KnownKeys = Map<PropertyKey, KnownKeys>

/** The keys of a request that TikTok documents. */
export const KNOWN_KEYS = knownKeysOf(REQUEST_SCHEMA).set('data', knownKeysOf(EVENT_SCHEMA))

/**
 * Lists the keys that TikTok does not document. It accepts them, but does not use them.
 * @returns the first 20 kinds, each once, at its first position; `undefined` if all keys are known
 */
export function findUnknownKeys(body: unknown): string[] | undefined {
  const warnings = new Map<string, string>()
  walk(body, (_, path) => {
    const below = knownKeysBelow(path)
    if (below !== undefined) return below.size > 0

    const kind = formatKeyPath(path.filter(isKey))
    if (warnings.size < MAX_WARNINGS && !warnings.has(kind)) warnings.set(kind, `${formatKeyPath(path)}: Unknown key.`)
    return false
  })
  return warnings.size > 0 ? [...warnings.values()] : undefined
}

/** The known keys at the end of a path; `undefined` if it ends at an unknown key. */
function knownKeysBelow(path: KeyPath): KnownKeys | undefined {
  let known: KnownKeys | undefined = KNOWN_KEYS
  for (const key of path) if (isKey(key)) known = known?.get(key)
  return known
}

function isKey(step: PropertyKey): boolean {
  return typeof step !== 'number'
}

function knownKeysOf(schema: unknown): KnownKeys {
  if (schema instanceof z.ZodOptional) return knownKeysOf(schema.unwrap())
  if (schema instanceof z.ZodArray) return knownKeysOf(schema.element)
  if (!(schema instanceof z.ZodObject)) return new Map()
  return new Map(Object.entries(schema.shape).map(([key, child]) => [key, knownKeysOf(child)]))
}
