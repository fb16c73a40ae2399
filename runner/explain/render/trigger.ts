import type { Screen } from '../../terminal/screen'
import { cut, formatValue, visible } from '../../terminal/text'
import { MASKED } from '../mask'
import type { Condition, MappingExplanation, Test } from '../types'

/** The truth table of a mapping's trigger. */
export function formatTrigger({ name, trigger, outcome }: MappingExplanation, screen: Screen): string {
  const { condition } = trigger
  const heading = `${mark(trigger.matches, screen)} ${screen.paint('bold', cut(visible(name), screen.tableColumns - 2))}`
  if (condition === undefined) return `${heading}\n${screen.paragraph(`not valid FQL: ${visible(trigger.fql)}`, 4)}`
  const isForced = outcome !== undefined && !trigger.matches
  const remark = isForced ? [screen.paragraph('used all the same: the event failed with this mapping', 4)] : []
  // The library reads a single condition as a group of one.
  const top = condition.kind === 'group' && condition.conditions.length === 1 ? condition.conditions[0] : condition
  return [heading, ...formatCondition(top, 4, screen), ...remark].join('\n')
}

function formatCondition(condition: Condition, indent: number, screen: Screen): string[] {
  if (condition.kind === 'test') return formatTest(condition, indent, screen)
  const title = condition.operator === 'and' ? 'all of:' : 'one of:'
  return [
    `${' '.repeat(indent)}${mark(condition.holds, screen)} ${title}`,
    ...condition.conditions.flatMap((child) => formatCondition(child, Math.min(indent + 2, 12), screen))
  ]
}

function formatTest({ fql, holds, read, nearMiss }: Test, indent: number, screen: Screen): string[] {
  const lines = screen.paragraph(visible(fql), indent + 2).split('\n')
  lines[0] = `${' '.repeat(indent)}${mark(holds, screen)} ${lines[0].trimStart()}`
  if (holds) return lines
  const inner = indent + 4
  const path = visible(read.path)
  const found = read.isPresent ? `is ${shown(read.value)}` : 'is absent'
  lines.push(screen.paint('dim', screen.paragraph(cut(`${path} ${found}`, 2 * (screen.tableColumns - inner)), inner)))
  if (nearMiss !== undefined)
    lines.push(screen.paint('yellow', screen.paragraph(`nearly: it ${nearMiss.message}`, inner)))
  if (read.nearest !== undefined)
    lines.push(screen.paint('yellow', screen.paragraph(`nearest: ${visible(read.nearest)}`, inner)))
  return lines
}

/** A value; a hidden one is not a text of dots. */
export function shown(value: unknown): string {
  return value === MASKED ? MASKED : formatValue(value)
}

function mark(holds: boolean, screen: Screen): string {
  return holds ? screen.paint('green', '✓') : screen.paint('red', '✗')
}
