import { time } from '../../runner/cli/flags'

afterEach(() => {
  jest.useRealTimers()
})

it.each<[text: string, expected: Date]>([
  ['2026-11-22T10:00:00Z', new Date('2026-11-22T10:00:00Z')],
  ['today', new Date(2026, 10, 2)],
  ['yesterday', new Date(2026, 10, 1)],
  ['0d', new Date(2026, 10, 2)],
  ['7d', new Date(2026, 9, 26)]
])('reads %s as a time', (text, expected) => {
  jest.useFakeTimers({ now: new Date(2026, 10, 2, 15, 30) })
  expect(time(text)).toBe(expected.getTime())
})

it.each([['soon'], ['7'], ['-7d'], ['7h'], ['constructor']])('does not read %s as a time', (text) => {
  expect(() => time(text)).toThrow('It is neither an ISO 8601 time')
})
