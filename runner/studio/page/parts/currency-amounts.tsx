import { useOverview } from '../state/overview'
import type { StudioSource } from '../types'
import { formatNumber, formatSum } from '../words'
import { Bar } from './bar'

/** The value that would reach TikTok, by currency. Sums of currencies cannot be compared: bars compare events. */
export function CurrencyAmounts({ source }: { source: StudioSource }) {
  const { amounts = [] } = useOverview(source).value.value ?? {}
  if (amounts.length === 0) return null
  const total = amounts.reduce((sum, { events }) => sum + events, 0)
  return (
    <table class="amounts">
      <caption>Value that would reach TikTok, by currency</caption>
      <thead>
        <tr>
          <th scope="col">Currency</th>
          <th scope="col">Value</th>
          <th scope="col">Events</th>
        </tr>
      </thead>
      <tbody>
        {amounts.map(({ currency, events, sum }) => (
          <tr key={currency}>
            <th scope="row">{currency}</th>
            <td>{formatSum(sum)}</td>
            <td>
              {formatNumber(events)}
              <Bar share={events / total} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
