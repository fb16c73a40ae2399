import type { CoverageKey, Report } from '../types'
import { formatNumber, formatShare } from '../words'
import { Bar } from './bar'

interface CoverageBarsProps {
  caption: string
  columns: readonly [key: CoverageKey, heading: string][]
  coverage: Report['coverage']
}

/** The share of events that carry each key, by TikTok event. */
export function CoverageBars({ caption, columns, coverage }: CoverageBarsProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keyboard
    <section class="scroll" aria-label={caption} tabIndex={0}>
      <table class="coverage">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">TikTok event</th>
            <th scope="col">Events</th>
            {columns.map(([key, heading]) => (
              <th key={key} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Object.entries(coverage).map(([name, { events, ...counts }]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-heading="Events">{formatNumber(events)}</td>
              {columns.map(([key, heading]) => (
                <td key={key} data-heading={heading}>
                  {formatShare(counts[key] / events)}
                  <Bar share={counts[key] / events} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
