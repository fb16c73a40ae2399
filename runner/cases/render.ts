import type { Screen } from '../terminal/screen'
import { visible } from '../terminal/text'
import type { CaseDifference, CaseResult } from './result'

/** The results of cases for people. */
export function formatResults(results: readonly CaseResult[], screen: Screen): string {
  const passed = results.filter((result) => result.passed).length
  return [
    ...results.flatMap(({ name, passed, differences }) => [
      screen.paint(passed ? 'green' : 'red', `${passed ? '✓' : '✗'} ${visible(name)}`),
      ...differences.map((difference) => screen.paragraph(formatDifference(difference), 4, 2))
    ]),
    '',
    `${results.length} case${results.length === 1 ? '' : 's'}: ${passed} passed, ${results.length - passed} failed`
  ].join('\n')
}

function formatDifference({ mapping, path, expected, actual }: CaseDifference): string {
  const place = visible(mapping === undefined ? path : `${mapping}, ${path}`)
  const is = actual === undefined ? 'absent' : format(actual)
  if (expected === undefined) return `${place}: ${is}`
  return `${place}: expected ${expected === null ? 'absent' : format(expected)}, is ${is}`
}

function format(value: unknown): string {
  return visible(typeof value === 'string' ? value : JSON.stringify(value))
}
