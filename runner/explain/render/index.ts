import { REJECTED_BY_SEGMENT } from '../../delivery-error'
import type { Screen } from '../../terminal/screen'
import { cut, visible } from '../../terminal/text'
import type { Explanation, MappingExplanation, Outcome } from '../types'
import { formatFields } from './fields'
import { formatTrigger } from './trigger'

/** An explanation for people, at most 80 columns wide but for the request, which is not broken. */
export function formatExplanation({ name, optOut, mappings }: Explanation, screen: Screen): string {
  const used = mappings.filter(({ outcome }) => outcome !== undefined)
  return [
    screen.paragraph(`${visible(name)}: ${countOf(used, mappings)}`),
    ...(optOut === undefined ? [] : [screen.paint('red', screen.paragraph(`✗ The event is not sent: ${optOut}.`))]),
    '',
    ...mappings.map((mapping) => formatTrigger(mapping, screen)),
    ...used.map((mapping) => `\n${formatUsed(mapping, screen)}`)
  ].join('\n')
}

function countOf(used: readonly MappingExplanation[], all: readonly MappingExplanation[]): string {
  const names = `${all.length} mapping${all.length === 1 ? '' : 's'}`
  return used.length === 0 ? `none of ${names} matches` : `${used.length} of ${names} used`
}

function formatUsed({ name, outcome }: MappingExplanation, screen: Screen): string {
  const title = cut(visible(name), screen.tableColumns)
  const rule = screen.paint('dim', '─'.repeat(screen.tableColumns))
  const { fields = [], unmapped = [] } = outcome ?? {}
  const rest = unmapped.length === 0 ? [] : [screen.paragraph(`Not mapped: ${unmapped.join(', ')}`, 2, 2), '']
  return [
    rule,
    screen.paint('bold', title),
    '',
    formatFields(fields, screen),
    ...rest,
    ...formatRequest(outcome, screen)
  ].join('\n')
}

function formatRequest(
  { problem, rejectedBySegment, curl, faults = [] }: Partial<Outcome> = {},
  screen: Screen
): string[] {
  if (curl === undefined)
    return [screen.paint('red', screen.paragraph(`✗ No request is made: ${visible(problem ?? '')}`, 2, 2))]
  const warning = `! ${REJECTED_BY_SEGMENT}: ${visible(rejectedBySegment ?? '')}`
  return [
    screen.paint('bold', '  Request'),
    curl,
    '',
    ...formatVerdict(faults, screen),
    ...(rejectedBySegment === undefined ? [] : [screen.paint('yellow', screen.paragraph(warning, 0, 2))])
  ]
}

function formatVerdict(faults: NonNullable<Outcome['faults']>, screen: Screen): string[] {
  if (faults.length === 0) return [screen.paint('green', '✓ The sandbox accepts the request.')]
  return [
    screen.paint('red', '✗ The sandbox rejects the request:'),
    ...faults.map(({ code, message, field }) =>
      screen.paragraph(`${code} ${visible(message)}${field === undefined ? '' : ` (field ${visible(field)})`}`, 2, 2)
    )
  ]
}
