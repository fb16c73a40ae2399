import { buildEvent } from '../reportWebEvent/event'
import { toUnixSeconds } from '../reportWebEvent/timestamp'

const TEN = Date.parse('2026-11-22T10:00:00Z') / 1000
const NINE = TEN - 3600
const MIDNIGHT = Date.parse('2026-11-22T00:00:00Z') / 1000

describe('a time is read', () => {
  it.each<[writer: string, text: string]>([
    ['Snowflake', '2026-11-22 10:00:00.000 +0000'],
    ['Snowflake', '2026-11-22 10:00:00.000 Z'],
    ['PostgreSQL', '2026-11-22 10:00:00+00'],
    ['PostgreSQL', '2026-11-22 15:30:00.123456+05:30'],
    ['SQL Server', '2026-11-22 10:00:00.0000000 +00:00'],
    ['BigQuery', '2026-11-22 10:00:00.123456 UTC'],
    ['Spark', '2026-11-22T10:00:00.000+0000'],
    ['Go', '2026-11-22 10:00:00 +0000 UTC'],
    ['.NET', '/Date(1795341600000)/'],
    ['.NET', '\\/Date(1795341600000+0200)\\/'],
    ['a program with a minus sign of print', '2026-11-22T05:00:00\u221205:00'],
    ['a program', '"2026-11-22T10:00:00Z"'],
    ['a program', '2026-11-22 10:00:00z'],
    ['a program', '2026/11/22 10:00:00'],
    ['a program', '2026-11-22 10:00 AM'],
    ['a program', '1795341600.25'],
    ['a program', '1795341600000000'],
    ['a mail server', 'Sun, 22 Nov 2026 10:00:00 GMT'],
    ['a mail server', 'Sun, 22 Nov 2026 05:00:00 EST'],
    ['JavaScript', 'Sun Nov 22 2026 11:00:00 GMT+0100 (Central European Standard Time)'],
    ['Unix', 'Sun Nov 22 10:00:00 UTC 2026'],
    ['a browser', '11/22/2026, 10:00:00\u202fAM'],
    ['a browser', 'November 22, 2026 at 10:00 AM'],
    ['a spreadsheet', '11/22/2026 10:00'],
    ['a spreadsheet', '22/11/2026 10:00:00'],
    ['a spreadsheet', '22.11.2026 10:00'],
    ['a spreadsheet', '22-11-2026 10:00'],
    ['a spreadsheet', '22-Nov-2026 10:00:00'],
    ['a person', 'Nov 22, 2026 10:00 AM UTC'],
    ['a person', '22 November 2026 10:00 UTC'],
    ['a person', 'Sunday, November 22, 2026 3:00 a.m. PDT']
  ])('of %s: %p', (_writer, text) => expect(toUnixSeconds(text)).toBe(TEN))

  it.each<[text: string, seconds: number]>([
    ['11/22/2026 9:00 AM', NINE],
    ['22 Nov 2026 09:00', NINE],
    ['Nov 22, 2026', MIDNIGHT],
    ['11/22/2026', MIDNIGHT],
    ['22/11/2026', MIDNIGHT],
    ['2026-11', Date.parse('2026-11-01T00:00:00Z') / 1000],
    ['05/06/2026 12:30 AM', Date.parse('2026-05-06T00:30:00Z') / 1000],
    ['05/06/2026 12:30 pm', Date.parse('2026-05-06T12:30:00Z') / 1000],
    ['05.05.2026', Date.parse('2026-05-05T00:00:00Z') / 1000],
    ['Sept 1, 2026', Date.parse('2026-09-01T00:00:00Z') / 1000],
    ['2026/1/5 7:05', Date.parse('2026-01-05T07:05:00Z') / 1000]
  ])('of a saved mapping, in UTC: %p', (text, seconds) => expect(toUnixSeconds(text)).toBe(seconds))

  it.each(['2016-12-31T23:59:60Z', '2016-12-31 18:59:60.5 -0500'])('with a leap second: %p', (text) =>
    expect(toUnixSeconds(text)).toBe(Date.parse('2017-01-01T00:00:00Z') / 1000)
  )

  it.each<[wrapped: unknown]>([
    [{ value: '2026-11-22T10:00:00Z' }],
    [{ string: '2026-11-22T10:00:00Z' }],
    [{ long: 1795341600000 }],
    [{ $date: '2026-11-22T10:00:00Z' }],
    [{ $date: { $numberLong: '1795341600000' } }],
    [{ $date: 1795341600000 }],
    [{ _seconds: 1795341600, _nanoseconds: 5 }],
    [{ N: '1795341600' }],
    [{ timestampValue: '2026-11-22T10:00:00Z' }]
  ])('out of %j', (wrapped) => {
    const event = buildEvent({ event: 'Purchase', other_sources: { times: [wrapped] } } as never, TEN * 1000)
    expect(event.event_time).toBe(TEN)
  })
})

describe('a time is not guessed', () => {
  it.each([
    '05.06.2026 10:00',
    '05-06-2026',
    '11/22/26',
    '22-NOV-26 10.00.00.000000 AM +00:00',
    '2026-11-22 17:00:00.000 Asia/Jakarta',
    '2026-11-22T10:00:00[Europe/Berlin]',
    '2026-W47-7',
    '46348.4166667',
    '1.7953416E12',
    '2026-11-22T10:00:60Z',
    '2026-02-30T10:00:00Z',
    'Feb 30, 2026 10:00 GMT',
    '31 November 2026',
    '22 Foo 2026',
    '13/13/2026',
    '2026-13',
    '11/22/2026 13:00 PM',
    '11/22/2026 0:30 AM',
    '11/22/2026 25:00'
  ])('from %p', (text) => expect(() => toUnixSeconds(text)).toThrow('could not be parsed'))
})
