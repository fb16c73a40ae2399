import type { Tally } from '../../runner/delivery/tally'
import { newTally } from '../../runner/delivery/tally'
import { Progress } from '../../runner/terminal/progress'
import { ProgressBar } from '../../runner/terminal/progress-bar'
import { ProgressLines } from '../../runner/terminal/progress-lines'
import { Screen } from '../../runner/terminal/screen'

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
    const bytes = isFirst ? 0 : 500
    isFirst = false
    return { bytes, tally }
  }
}

const TALLY = { ...newTally(), read: 1100, delivered: 990, rejected: 7, gaveUp: 3, retries: 2 }

const WAIT = {
  reason: 'TikTok is unavailable: no answer (ENOTFOUND).',
  isRateLimit: false,
  attempt: 3,
  maxAttempts: 10
}

const RATE_LIMIT = { ...WAIT, reason: 'Too many requests.', isRateLimit: true }

describe('lines', () => {
  /** Lines that are printed for an input of 2,000 bytes. */
  function printing(totalBytes = 2000, now = telling()) {
    const printed: string[] = []
    return { printed, lines: new ProgressLines(new Progress(totalBytes, now), (line) => printed.push(line)) }
  }

  it('come every five seconds where there is no terminal', () => {
    const { printed, lines } = printing()
    jest.advanceTimersByTime(4999)
    expect(printed).toEqual([])
    jest.advanceTimersByTime(5001)
    expect(printed).toEqual([
      '25 %, 200 events/s, 990 delivered, 10 failed, 2 retries',
      '25 %, 100 events/s, 990 delivered, 10 failed, 2 retries'
    ])
    lines.stop()
    jest.advanceTimersByTime(10_000)
    expect(printed).toHaveLength(2)
  })

  it('say no share of an input whose size is unknown', () => {
    const { printed, lines } = printing(0)
    jest.advanceTimersByTime(5000)
    expect(printed).toEqual(['200 events/s, 990 delivered, 10 failed, 2 retries'])
    lines.stop()
  })

  it('tell of each failed attempt, and of a reason once', () => {
    const { printed, lines } = printing(2000, () => ({ bytes: 0, tally: newTally() }))
    lines.waiting({ ...WAIT, pause: 7500 })
    expect(printed).toEqual([
      'Attempt 3 of 10 failed, trying again in 8 s: TikTok is unavailable: no answer (ENOTFOUND).'
    ])
    jest.advanceTimersByTime(10_000)
    lines.waiting({ ...WAIT, attempt: 4, pause: 60_000 })
    jest.advanceTimersByTime(60_000)
    expect(printed.slice(1)).toEqual(['Attempt 4 of 10 failed, trying again in 55 s.'])
    lines.waiting({ ...WAIT, reason: 'TikTok answered.', attempt: 5, pause: 60_000 })
    expect(printed.slice(2)).toEqual(['Attempt 5 of 10 failed, trying again in 60 s: TikTok answered.'])
    lines.stop()
  })

  it('count retries as they happen, and tell of one wait in five seconds', () => {
    const tally = newTally()
    const { printed, lines } = printing(0, () => ({ bytes: 0, tally }))
    for (let attempt = 1; attempt <= 64; attempt++) lines.waiting({ ...WAIT, attempt, pause: 60_000 })
    expect(printed).toHaveLength(1)
    jest.advanceTimersByTime(5000)
    expect(printed.slice(1)).toEqual(['Attempt 64 of 10 failed, trying again in 55 s.'])
    tally.delivered = 1
    jest.advanceTimersByTime(5000)
    expect(printed.slice(2)).toEqual(['0 events/s, 1 delivered, 0 failed, 64 retries'])
    lines.stop()
  })

  it('tell of a rate limit, and that TikTok accepts requests again', () => {
    const tally = newTally()
    const { printed, lines } = printing(0, () => ({ bytes: 0, tally }))
    lines.waiting({ ...RATE_LIMIT, pause: 6000 })
    jest.advanceTimersByTime(10_000)
    expect(printed.filter((line) => line.startsWith('TikTok'))).toEqual([
      'TikTok is limiting the rate of requests: paused for 6 s'
    ])
    tally.delivered = 1000
    jest.advanceTimersByTime(10_000)
    expect(printed.slice(1)).toEqual([
      'TikTok accepts requests again.',
      '0 events/s, 1,000 delivered, 0 failed, 1 retry',
      '0 events/s, 1,000 delivered, 0 failed, 1 retry'
    ])
    lines.stop()
  })
})

describe('the bar', () => {
  /** A bar on a terminal, and the text that it has written there. */
  function drawing(columns = 80, now = telling()) {
    const { isTTY, columns: before } = process.stderr
    Object.assign(process.stderr, { isTTY: true, columns })
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true)
    const printed: string[] = []
    const bar = new ProgressBar(new Progress(2000, now), new Screen(process.stderr), (line) => printed.push(line))
    return {
      bar,
      printed,
      shown: () => write.mock.calls.map(([text]) => text).join(''),
      stop: () => {
        bar.stop()
        Object.assign(process.stderr, { isTTY, columns: before })
      }
    }
  }

  it('is drawn on a terminal', () => {
    const { shown, stop } = drawing()
    jest.advanceTimersByTime(1000)
    stop()
    expect(shown()).toContain('25 % | 1,000 events/s | 990 delivered, 10 failed, 2 retries |')
    expect(shown()).toContain('left')
  })

  it('does not appear in the first second, nor in the second after something else was printed', () => {
    const { bar, shown, stop } = drawing()
    jest.advanceTimersByTime(999)
    bar.hide()
    jest.advanceTimersByTime(999)
    expect(shown()).toBe('')
    jest.advanceTimersByTime(201)
    expect(shown()).toContain('25 %')
    stop()
  })

  it.each([[40], [80], [120]])('fits a terminal of %i columns', (columns) => {
    const tally = { ...TALLY, delivered: 123_456_789, retries: 10_000 }
    const { shown, stop } = drawing(columns, () => ({ bytes: 500, tally }))
    jest.advanceTimersByTime(1000)
    stop()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the bar moves the cursor
    const [, text] = /\u001b\[\?7l(.*?)\u001b/.exec(shown()) ?? []
    expect(text.length).toBeLessThan(columns)
    expect(text.length).toBeGreaterThan(columns / 2)
  })

  it('tells the time that is left, as soon as it can be known', () => {
    let bytes = 500
    const tallies = [newTally()]
    const { shown, stop } = drawing(120, () => ({ bytes, tally: tallies.pop() ?? TALLY }))
    jest.advanceTimersByTime(1000)
    expect(shown()).not.toContain('left')
    bytes = 1000
    jest.advanceTimersByTime(1000)
    expect(shown()).toContain(' | 4s left')
    jest.advanceTimersByTime(100_000)
    expect(shown()).not.toMatch(/NF|NaN|Infinity/)
    stop()
  })

  it('measures the speed of a resumed run from where the earlier one ended', () => {
    let progress = { bytes: 0, tally: TALLY }
    const { shown, stop } = drawing(120, () => progress)
    progress = { bytes: 1000, tally: TALLY }
    jest.advanceTimersByTime(1000)
    progress = { bytes: 1100, tally: { ...TALLY, read: TALLY.read + 10 } }
    jest.advanceTimersByTime(1000)
    expect(shown()).toContain(' | 9s left')
    stop()
  })

  it('gives way to a wait, with the time that is left and the reason', () => {
    const { bar, printed, shown, stop } = drawing(120, () => ({ bytes: 0, tally: newTally() }))
    bar.waiting({ ...WAIT, pause: 12_000 })
    expect(printed).toEqual([expect.stringMatching(/^Attempt 3 of 10 failed, trying again in 12 s: TikTok/)])
    jest.advanceTimersByTime(3000)
    expect(shown()).toContain(' 0 % | Attempt 3 of 10 failed, trying again in 10 s: TikTok is unavailable')
    stop()
  })
})
