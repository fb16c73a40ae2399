import type { JSONValue } from '@segment/actions-core'
import { distance } from 'fastest-levenshtein'
import { foldName } from '../names'
import type { Read } from './reads'
import { startsWith } from './reads'
import type { PathRead } from './types'

/**
 * Describes reads as paths, each once. A read stops at the first key that is absent; the paths that were asked for give
 * the keys behind it.
 * @param asked the keys of the paths in the mapping, in the order in which they are looked at
 */
export function describeReads(
  event: object,
  reads: readonly Read[],
  asked: readonly (readonly string[])[] = []
): PathRead[] {
  const described = new Map<string, PathRead>()
  let position = 0
  for (const { keys, value } of reads) {
    const found = asked.findIndex((path, index) => {
      if (index < position || !startsWith(path, keys)) return false
      return path.length === keys.length || (!isPresent(value) && !described.has(formatPath(path)))
    })
    if (found >= 0) position = found + 1
    const read = describeRead(event, { keys: asked[found] ?? keys, value })
    if (!described.has(read.path)) described.set(read.path, read)
  }
  return [...described.values()]
}

/** Describes a look at one path. */
export function describeRead(event: object, { keys, value }: Read): PathRead {
  const path = formatPath(keys)
  if (isPresent(value)) return { path, isPresent: true, value: toJson(value) }
  const nearest = nearestPath(event, keys)
  return { path, isPresent: false, nearest: nearest && formatPath(nearest) }
}

export function formatPath(keys: readonly string[]): string {
  return ['$', ...keys].join('.')
}

/** A copy without anything that JSON cannot express. */
export function toJson(value: unknown): JSONValue | undefined {
  const text = JSON.stringify(value)
  return text === undefined ? undefined : JSON.parse(text)
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** The keys of a value that exists, each of which differs at most in case, punctuation or one letter. */
function nearestPath(event: object, keys: readonly string[]): string[] | undefined {
  const nearest: string[] = []
  let value: unknown = event
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return undefined
    const found = nearestKey(value as Record<string, unknown>, key)
    if (found === undefined) return undefined
    nearest.push(found)
    value = (value as Record<string, unknown>)[found]
  }
  return isPresent(value) ? nearest : undefined
}

function nearestKey(object: Record<string, unknown>, key: string): string | undefined {
  const keys = Object.keys(object).filter((candidate) => isPresent(object[candidate]))
  if (keys.includes(key)) return key
  const same = keys.find((candidate) => foldName(candidate) === foldName(key))
  return same ?? keys.find((candidate) => key.length > 3 && distance(foldName(candidate), foldName(key)) === 1)
}
