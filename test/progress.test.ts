import type { Tally } from '../runner/delivery/tally'
import { newTally } from '../runner/delivery/tally'
import { ProgressBar } from '../runner/reports/progress-bar'

beforeEach(() => {
  jest.useFakeTimers({ now: 0 })
})
afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

/** What there is to tell: nothing at first. */
function telling(): () => { bytes: number; tally: Tally } {
  let isFirst = true
  return () => {
    const tally = isFirst ? { ...newTally(), read: 100 } : TALLY
    isFirst = false
    return { bytes: 500, tally }
  }
}

const TALLY = { ...newTally(), read: 1100, delivered: 990, rejected: 7, gaveUp: 3, retries: 2 }

it('prints a plain line every five seconds where there is no terminal', () => {
  const error = jest.spyOn(console, 'error').mockImplementation()
  const progress = new ProgressBar(2000, telling(), false)
  jest.advanceTimersByTime(4999)
  expect(error).not.toHaveBeenCalled()
  jest.advanceTimersByTime(5001)
  expect(error.mock.calls).toEqual([
    ['25 %, 200 events/s, 990 delivered, 10 failed, 2 retries'],
    ['25 %, 100 events/s, 990 delivered, 10 failed, 2 retries']
  ])
  progress.stop()
  jest.advanceTimersByTime(10_000)
  expect(error).toHaveBeenCalledTimes(2)
})

it('says no share of an input whose size nobody knows', () => {
  const error = jest.spyOn(console, 'error').mockImplementation()
  const progress = new ProgressBar(0, telling(), true)
  jest.advanceTimersByTime(5000)
  expect(error).toHaveBeenCalledWith('200 events/s, 990 delivered, 10 failed, 2 retries')
  progress.stop()
})

it('draws a bar on a terminal', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true)
  const { isTTY } = process.stderr
  process.stderr.isTTY = true
  const progress = new ProgressBar(2000, telling(), true)
  jest.advanceTimersByTime(1000)
  progress.stop()
  process.stderr.isTTY = isTTY
  const shown = write.mock.calls.map(([text]) => text).join('')
  expect(shown).toContain('25 % | 1000 events/s | 990 delivered, 10 failed, 2 retries |')
  expect(shown).toContain('left')
})
