import type { Paint } from '../../terminal/layout'
import { cut, formatValue, visible, WIDTH, wrap } from '../../terminal/layout'
import { MASKED } from '../mask'
import type { Condition, MappingExplanation, Test } from '../types'

/** The truth table of a mapping's trigger. */
export function formatTrigger({ name, trigger, outcome }: MappingExplanation, paint: Paint): string {
  const { condition } = trigger
  const heading = `${mark(trigger.matches, paint)} ${paint('bold', cut(visible(name), WIDTH - 2))}`
  if (condition === undefined) return `${heading}\n${wrap(`not valid FQL: ${visible(trigger.fql)}`, 4)}`
  const isForced = outcome !== undefined && !trigger.matches
  const remark = isForced ? [wrap('used all the same: the event failed with this mapping', 4)] : []
  // The library reads a single condition as a group of one.
  const top = condition.kind === 'group' && condition.conditions.length === 1 ? condition.conditions[0] : condition
  return [heading, ...formatCondition(top, 4, paint), ...remark].join('\n')
}

function formatCondition(condition: Condition, indent: number, paint: Paint): string[] {
  if (condition.kind === 'test') return formatTest(condition, indent, paint)
  const title = condition.operator === 'and' ? 'all of:' : 'one of:'
  return [
    `${' '.repeat(indent)}${mark(condition.holds, paint)} ${title}`,
    ...condition.conditions.flatMap((child) => formatCondition(child, Math.min(indent + 2, 12), paint))
  ]
}

function formatTest({ fql, holds, read, nearMiss }: Test, indent: number, paint: Paint): string[] {
  const lines = wrap(visible(fql), indent + 2).split('\n')
  lines[0] = `${' '.repeat(indent)}${mark(holds, paint)} ${lines[0].trimStart()}`
  if (holds) return lines
  const inner = indent + 4
  const path = visible(read.path)
  const found = read.isPresent ? `is ${shown(read.value)}` : 'is absent'
  lines.push(paint('dim', wrap(cut(`${path} ${found}`, 2 * (WIDTH - inner)), inner)))
  if (nearMiss !== undefined) lines.push(paint('yellow', wrap(`nearly: it ${nearMiss.message}`, inner)))
  if (read.nearest !== undefined) lines.push(paint('yellow', wrap(`nearest: ${visible(read.nearest)}`, inner)))
  return lines
}

/** A value; a hidden one is not a text of dots. */
export function shown(value: unknown): string {
  return value === MASKED ? MASKED : formatValue(value)
}

function mark(holds: boolean, paint: Paint): string {
  return holds ? paint('green', '✓') : paint('red', '✗')
}
