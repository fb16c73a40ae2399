import { isDeepStrictEqual } from 'node:util'
import { tiktokEventOf } from '../names'
import type { Mapping } from './mapping'

/** A mapping that is not the same in two files, with each change in words. */
export interface MappingDifference {
  name: string
  change: 'added' | 'removed' | 'changed'
  details: string[]
}

/** Compares enabled mappings of two files, by their names. */
export function diffMappings(before: readonly Mapping[], after: readonly Mapping[]): MappingDifference[] {
  const named = (list: readonly Mapping[], name: string) => list.find((each) => each.name === name)
  const names = new Set([...before, ...after].map(({ name }) => name))
  return [...names].flatMap((name): MappingDifference[] => {
    const [old, next] = [named(before, name), named(after, name)]
    if (old === undefined || next === undefined) {
      const present = (next ?? old) as Mapping
      return [{ name, change: old === undefined ? 'added' : 'removed', details: [describe(present)] }]
    }
    const details = changesBetween(old, next)
    return details.length === 0 ? [] : [{ name, change: 'changed', details }]
  })
}

function describe({ mapping, subscribe }: Mapping): string {
  return `reports ${tiktokEventOf(mapping) ?? 'an event that a field names'} for ${subscribe}`
}

function changesBetween(old: Mapping, next: Mapping): string[] {
  const fields = [...new Set([...Object.keys(old.mapping), ...Object.keys(next.mapping)])].sort()
  return [
    ...changeOf('trigger', old.subscribe, next.subscribe),
    ...fields.flatMap((field) => changeOf(field, old.mapping[field], next.mapping[field]))
  ]
}

function changeOf(what: string, old: unknown, next: unknown): string[] {
  if (isDeepStrictEqual(old, next)) return []
  if (old === undefined) return [`${what} is new: ${format(next)}`]
  return next === undefined ? [`${what} is gone: ${format(old)}`] : [`${what}: ${format(old)} becomes ${format(next)}`]
}

function format(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
