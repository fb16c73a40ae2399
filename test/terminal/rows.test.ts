import { Writable } from 'node:stream'
import { formatRow } from '../../runner/terminal/rows'
import { Screen } from '../../runner/terminal/screen'

const screen = (isTTY: boolean, columns?: number) =>
  new Screen(Object.assign(new Writable(), { isTTY, columns, getColorDepth: () => 1 }) as unknown as NodeJS.WriteStream)

const ROW = {
  line: 12,
  name: 'Order Completed',
  mapping: 'Place an Order',
  tiktokEvent: 'PlaceAnOrder',
  status: 'delivered'
} as const

it.each<[row: string, line: number, success: string, expected: string]>([
  ['a row', 12, 'delivered', 'line 12   Order Completed           Place an Order    PlaceAnOrder     delivered'],
  [
    'a rehearsal',
    12,
    'would be sent',
    'line 12   Order Completed       Place an Order    PlaceAnOrder     would be sent'
  ],
  [
    'a high number of a line',
    1_234_567,
    'delivered',
    'line 1234567 Order Completed        Place an Order    PlaceAnOrder     delivered'
  ]
])('fits 80 columns: %s', (_row, line, success, expected) => {
  const formatted = formatRow({ ...ROW, line }, success, screen(false))
  expect(formatted).toBe(expected)
  expect(formatted.length).toBeLessThanOrEqual(80)
})

it.each<[columns: number, width: number]>([
  [20, 60],
  [60, 60],
  [100, 100],
  [300, 120]
])('fills a terminal of %i columns with rows of %i', (columns, width) => {
  expect(formatRow(ROW, 'delivered', screen(true, columns))).toHaveLength(width)
})

it('takes 80 columns for a terminal that does not tell its own', () => {
  expect(formatRow(ROW, 'delivered', screen(true, 0))).toHaveLength(80)
})

it.each<[columns: number, reason: string]>([
  [80, 'x'.repeat(75)],
  [80, 'some words and more of them '.repeat(9).trim()],
  [120, 'some words and more of them '.repeat(9).trim()]
])('keeps a reason within %i columns, below its row: %s', (columns, reason) => {
  const [row, ...lines] = formatRow({ ...ROW, status: 'rejected', reason }, 'delivered', screen(true, columns)).split(
    '\n'
  )
  expect(row).toMatch(/ rejected:$/)
  for (const line of lines) {
    expect(line).toMatch(/^ {10}\S/)
    expect(line.length).toBeLessThanOrEqual(columns)
  }
  expect(lines.map((line) => line.trim()).join(reason.includes(' ') ? ' ' : '')).toBe(reason)
})

it.each<[columns: number, start: string]>([
  [60, '…/2026-11-01.ndjson:1234 '],
  [120, '…/2026-11-01.ndjson:1234 ']
])('names the end of a file on a terminal of %i columns', (columns, start) => {
  const row = formatRow({ ...ROW, line: 1234 }, 'delivered', screen(true, columns), 'archive/2026-11-01.ndjson')
  expect(row.startsWith(start)).toBe(true)
  expect(row.length).toBeLessThanOrEqual(columns)
})
