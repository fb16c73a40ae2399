import type { Paint } from '../../terminal/layout'
import { cut, visible, WIDTH, wrap } from '../../terminal/layout'
import type { Explanation, MappingExplanation, Outcome } from '../types'
import { formatFields } from './fields'
import { formatTrigger } from './trigger'

/** An explanation for people, at most 80 columns wide but for the request, which is not broken. */
export function formatExplanation({ name, optOut, mappings }: Explanation, paint: Paint): string {
  const used = mappings.filter(({ outcome }) => outcome !== undefined)
  return [
    wrap(`${visible(name)}: ${countOf(used, mappings)}`),
    ...(optOut === undefined ? [] : [paint('red', wrap(`✗ The event is not sent: ${optOut}.`))]),
    '',
    ...mappings.map((mapping) => formatTrigger(mapping, paint)),
    ...used.map((mapping) => `\n${formatUsed(mapping, paint)}`)
  ].join('\n')
}

function countOf(used: readonly MappingExplanation[], all: readonly MappingExplanation[]): string {
  const names = `${all.length} mapping${all.length === 1 ? '' : 's'}`
  return used.length === 0 ? `none of ${names} matches` : `${used.length} of ${names} used`
}

function formatUsed({ name, outcome }: MappingExplanation, paint: Paint): string {
  const title = cut(visible(name), WIDTH)
  const rule = paint('dim', '─'.repeat(WIDTH))
  const { fields = [], unmapped = [] } = outcome ?? {}
  const rest = unmapped.length === 0 ? [] : [wrap(`Not mapped: ${unmapped.join(', ')}`, 2, 2), '']
  return [rule, paint('bold', title), '', formatFields(fields, paint), ...rest, ...formatRequest(outcome, paint)].join(
    '\n'
  )
}

function formatRequest({ problem, curl, faults = [] }: Partial<Outcome> = {}, paint: Paint): string[] {
  if (curl === undefined) return [paint('red', wrap(`✗ No request is made: ${visible(problem ?? '')}`, 2, 2))]
  return [paint('bold', '  Request'), curl, '', ...formatVerdict(faults, paint)]
}

function formatVerdict(faults: NonNullable<Outcome['faults']>, paint: Paint): string[] {
  if (faults.length === 0) return [paint('green', '✓ The sandbox accepts the request.')]
  return [
    paint('red', '✗ The sandbox rejects the request:'),
    ...faults.map(({ code, message, field }) =>
      wrap(`${code} ${visible(message)}${field === undefined ? '' : ` (field ${visible(field)})`}`, 2, 2)
    )
  ]
}
