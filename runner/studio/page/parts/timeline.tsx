import { useOverview } from '../state/overview'
import type { RowVerdict, StudioSource, Timeline } from '../types'
import type { Tone } from '../words'
import { formatCount, formatDuration, formatNumber, formatTime, VERDICTS, wordFor } from '../words'

/** From the foot of a bar to its top. */
const TONES: Tone[] = ['good', 'idle', 'bad']

const HEIGHT = 100

/** The events of a source over time, by what becomes of them: as bars, as a sentence, and as a table. */
export function EventsOverTime({ source }: { source: StudioSource }) {
  const { timeline } = useOverview(source).value.value ?? {}
  if (timeline === undefined || timeline.bars.length < 2) return null
  const isSent = source.live !== undefined
  const verdicts = (Object.keys(VERDICTS) as RowVerdict[]).filter((verdict) => sumOf(timeline, verdict) > 0)
  const most = Math.max(...timeline.bars.map((bar) => totalOf(bar)))
  return (
    <figure class="timeline">
      <svg viewBox={`0 0 ${timeline.bars.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {timeline.bars.map((bar, index) => (
          <Bars key={index} x={index} bar={bar} scale={HEIGHT / most} />
        ))}
      </svg>
      <figcaption>
        <span class="ends">
          <span>{formatTime(timeline.start)}</span>
          <span>{formatTime(timeline.start + timeline.bars.length * timeline.step)}</span>
        </span>
        <span>{describe(timeline, most)}</span>{' '}
        {verdicts.map((verdict) => (
          <span key={verdict} class="key">
            <span class={`swatch ${VERDICTS[verdict].tone}`} aria-hidden="true" /> {wordFor(verdict, isSent)}{' '}
            {formatNumber(sumOf(timeline, verdict))}
          </span>
        ))}
      </figcaption>
      <details>
        <summary>Events over time as a table</summary>
        <TimelineTable timeline={timeline} verdicts={verdicts} isSent={isSent} />
      </details>
    </figure>
  )
}

/** The parts of one bar, one upon the other. */
function Bars({ x, bar, scale }: { x: number; bar: Timeline['bars'][number]; scale: number }) {
  let top = HEIGHT
  return TONES.map((tone) => {
    const entries = Object.entries(bar) as [RowVerdict, number][]
    const count = entries.reduce((sum, [verdict, part]) => sum + (VERDICTS[verdict].tone === tone ? part : 0), 0)
    top -= count * scale
    return count > 0 && <rect key={tone} class={tone} x={x + 0.1} y={top} width="0.8" height={count * scale} />
  })
}

interface TimelineTableProps {
  timeline: Timeline
  verdicts: readonly RowVerdict[]
  isSent: boolean
}

function TimelineTable({ timeline: { bars, start, step }, verdicts, isSent }: TimelineTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keyboard
    <section class="scroll" aria-label="Events over time" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">From (UTC)</th>
            {verdicts.map((verdict) => (
              <th key={verdict} scope="col">
                {wordFor(verdict, isSent)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar, index) => (
            <tr key={index}>
              <th scope="row">{formatTime(start + index * step)}</th>
              {verdicts.map((verdict) => (
                <td key={verdict}>{formatNumber(bar[verdict] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function describe({ bars, start, step, outside }: Timeline, most: number): string {
  const peak = bars.findIndex((bar) => totalOf(bar) === most)
  const odd = outside === 0 ? '' : ` ${formatCount(outside, 'event')} without a time or far from the others.`
  return `Each bar is ${formatDuration(step)}; the highest, ${formatCount(most, 'event')}, begins at ${formatTime(start + peak * step)}.${odd}`
}

function totalOf(bar: Timeline['bars'][number]): number {
  return Object.values(bar).reduce((sum, count) => sum + count, 0)
}

function sumOf({ bars }: Timeline, verdict: RowVerdict): number {
  return bars.reduce((sum, bar) => sum + (bar[verdict] ?? 0), 0)
}
