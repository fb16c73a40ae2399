import type { Condition, MappingExplanation, Test } from '../types'
import { formatValue } from '../words'

interface TriggerTreeProps {
  trigger: MappingExplanation['trigger']
  /** Changes the trigger, so that the event matches. Absent if that cannot be done by one click. */
  onUse?: (test: Test) => (() => void) | undefined
}

/** A trigger as a truth table: each condition, the value it found, and whether it holds. */
export function TriggerTree({ trigger, onUse }: TriggerTreeProps) {
  if (trigger.condition === undefined) {
    return (
      <p>
        The trigger <code>{trigger.fql}</code> cannot be read.
      </p>
    )
  }
  return (
    <ul class="conditions">
      <ConditionItem condition={unwrap(trigger.condition)} onUse={onUse} />
    </ul>
  )
}

/** A group of one condition means no more than the condition. */
function unwrap(condition: Condition): Condition {
  return condition.kind === 'group' && condition.conditions.length === 1 ? unwrap(condition.conditions[0]) : condition
}

function ConditionItem({ condition, onUse }: { condition: Condition; onUse: TriggerTreeProps['onUse'] }) {
  if (condition.kind === 'test') return <TestItem test={condition} use={onUse?.(condition)} />
  return (
    <li>
      <Holds holds={condition.holds} /> {condition.operator === 'and' ? 'All of these hold' : 'One of these holds'}
      <ul class="conditions">
        {condition.conditions.map((child, index) => (
          <ConditionItem key={index} condition={unwrap(child)} onUse={onUse} />
        ))}
      </ul>
    </li>
  )
}

function TestItem({ test, use }: { test: Test; use?: () => void }) {
  const { fql, holds, read, nearMiss } = test
  return (
    <li>
      <Holds holds={holds} /> <code>{fql}</code>
      {!holds && (
        <div class="found">
          <code>{read.path}</code> {read.isPresent ? `is ${formatValue(JSON.stringify(read.value))}` : 'is absent'}
          {read.nearest !== undefined && (
            <>
              , but there is <code>{read.nearest}</code>
            </>
          )}
        </div>
      )}
      {nearMiss !== undefined && (
        <div class="near-miss">
          <span aria-hidden="true">≈</span> Near miss: {nearMiss.message}.{' '}
          {use !== undefined && (
            <button type="button" onClick={use}>
              Use it
            </button>
          )}
        </div>
      )}
    </li>
  )
}

function Holds({ holds }: { holds: boolean }) {
  return (
    <span class={holds ? 'sign good' : 'sign bad'} role="img" aria-label={holds ? 'holds:' : 'does not hold:'}>
      {holds ? '✓' : '✗'}
    </span>
  )
}
