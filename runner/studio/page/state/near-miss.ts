import type { Test } from '../types'
import { editOne, mappings } from './mappings'

const TEXT = /^"(?:[^"\\]|\\.)*"$/

/** The text that a condition compares with, at its end. */
export function expectedText(fql: string): string | undefined {
  const text = fql.slice(fql.indexOf('"'))
  return TEXT.test(text) ? text : undefined
}

/**
 * Widens a trigger, so that it accepts the value of the event as well as the expected one.
 * @returns `undefined` if that cannot be done by replacing text
 */
export function triggerFix(name: string, test: Test): (() => void) | undefined {
  const { fql, holds, read, nearMiss } = test
  const mapping = mappings.value.find((candidate) => candidate.name === name)
  const { id, subscribe } = mapping ?? {}
  const expected = expectedText(fql)
  const isText = typeof read.value === 'string' && !read.value.includes('•••')
  if (
    holds ||
    nearMiss === undefined ||
    nearMiss.kind === 'type' ||
    !isText ||
    expected === undefined ||
    !subscribe?.includes(fql) ||
    id === undefined
  ) {
    return undefined
  }
  const either = `${fql} or ${fql.replace(expected, () => JSON.stringify(read.value))}`
  return () => editOne(id, { subscribe: subscribe === fql ? either : subscribe.replace(fql, () => `(${either})`) })
}
