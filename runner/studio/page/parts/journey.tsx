import { useMemo } from 'preact/hooks'
import type { UsedMapping } from '../state/answer'
import { answerFor } from '../state/answer'
import { marksOf } from '../state/marks'
import { triggerFix } from '../state/near-miss'
import type { Condition, ExplainAnswer, MappingExplanation, RowVerdict, Test } from '../types'
import { VERDICTS } from '../words'
import { VerdictBadge } from './badge'
import { SandboxVerdict } from './faults'
import { FieldTable } from './field-table'
import { JsonView } from './json-view'
import { RequestPane } from './request-pane'
import { SendButton } from './send-button'
import { TriggerTree } from './trigger-tree'

/** What stands beside the title of an event. */
export function JourneyTools({ answer }: { answer: ExplainAnswer }) {
  const { result } = answer
  return (
    <>
      <VerdictBadge verdict={result?.verdict ?? verdictOf(answer)} isSent={result !== undefined} />
      {result === undefined ? <SendButton /> : <LiveNote />}
    </>
  )
}

/** The steps of one event: event, triggers, and for each mapping that matches fields, verdict and request. */
export function Journey({ answer: { event, explanation } }: { answer: ExplainAnswer }) {
  const used = explanation.mappings.filter(isUsed)
  const marks = useMemo(() => marksOf(used.map(({ outcome }) => outcome)), [explanation])
  return (
    <>
      <div class="journey">
        <section class="panel" aria-labelledby="step-event">
          <h2 id="step-event">1 · Event</h2>
          <p class="muted">
            <mark>Marked</mark> values are sent; <span class="unused">pale</span> ones are not used.
          </p>
          <JsonView label="Event" value={event} marks={used.length > 0 ? marks : undefined} />
        </section>
        <section class="panel" aria-labelledby="step-triggers">
          <h2 id="step-triggers">2 · Triggers</h2>
          <Triggers mappings={explanation.mappings} />
        </section>
      </div>
      {used.map((mapping) => (
        <MappingSteps key={mapping.name} mapping={mapping} />
      ))}
    </>
  )
}

/** The answer comes first, with the next step. */
export function AnswerLine({ answer }: { answer: ExplainAnswer }) {
  const { sentence, step } = answerFor(answer)
  return (
    <p class={`answer ${VERDICTS[answer.result?.verdict ?? verdictOf(answer)].tone}`}>
      <strong>{sentence}</strong>{' '}
      {step !== undefined &&
        ('href' in step ? (
          <a class="button primary" href={step.href}>
            {step.label}
          </a>
        ) : (
          <button type="button" class="primary" onClick={step.run}>
            {step.label}
          </button>
        ))}
    </p>
  )
}

function LiveNote() {
  return <span class="push muted">Live: values stay hidden, and the event is not sent to the sandbox.</span>
}

function isUsed(mapping: MappingExplanation): mapping is UsedMapping {
  return mapping.outcome !== undefined
}

function verdictOf({ explanation: { mappings, optOut } }: ExplainAnswer): RowVerdict {
  if (optOut !== undefined) return 'optedOut'
  const used = mappings.filter(isUsed)
  if (used.length === 0) return 'unmatched'
  return used.every(({ outcome }) => outcome.faults?.length === 0) ? 'delivered' : 'rejected'
}

/** Triggers that match or nearly do are open; the others stand behind them. */
function Triggers({ mappings }: { mappings: readonly MappingExplanation[] }) {
  if (mappings.length === 0) {
    return (
      <p>
        No mapping is on. <a href="/mappings">Switch one on</a>
      </p>
    )
  }
  const isNear = ({ trigger }: MappingExplanation) => trigger.matches || hasNearMiss(trigger.condition)
  const [near, far] = [mappings.filter(isNear), mappings.filter((mapping) => !isNear(mapping))]
  return (
    <>
      {near.map((mapping) => (
        <TriggerItem key={mapping.name} mapping={mapping} isOpen />
      ))}
      {far.length > 0 && (
        <details class="trigger" open={near.length === 0}>
          <summary class="muted">{near.length === 0 ? 'None matches' : `${far.length} others do not match`}</summary>
          {far.map((mapping) => (
            <TriggerItem key={mapping.name} mapping={mapping} />
          ))}
        </details>
      )}
    </>
  )
}

function TriggerItem({ mapping: { name, trigger }, isOpen }: { mapping: MappingExplanation; isOpen?: boolean }) {
  const fixOf = (test: Test) => (trigger.matches ? undefined : triggerFix(name, test))
  return (
    <details open={isOpen} class="trigger">
      <summary>
        <span class={trigger.matches ? 'sign good' : 'sign'} aria-hidden="true">
          {trigger.matches ? '✓' : '○'}
        </span>{' '}
        {name} <span class="muted">{trigger.matches ? 'matches' : 'does not match'}</span>
      </summary>
      <TriggerTree trigger={trigger} onUse={fixOf} />
    </details>
  )
}

function hasNearMiss(condition?: Condition): boolean {
  if (condition?.kind === 'group') return condition.conditions.some(hasNearMiss)
  return condition?.nearMiss !== undefined
}

function MappingSteps({ mapping: { name, outcome } }: { mapping: UsedMapping }) {
  return (
    <section class="mapping-steps" aria-label={`Mapping ${name}`}>
      <section class="panel">
        <h2>3 · Fields of {name}</h2>
        <FieldTable mapping={name} fields={outcome.fields} unmapped={outcome.unmapped} />
      </section>
      <section class="panel">
        <h2>4 · Verdict</h2>
        {outcome.faults === undefined ? (
          <p>There is no request to judge.</p>
        ) : (
          <SandboxVerdict faults={outcome.faults} />
        )}
        {outcome.rejectedBySegment !== undefined && (
          <p class="warning">Segment rejects this event: {outcome.rejectedBySegment}</p>
        )}
        <h2>5 · Request</h2>
        <RequestPane outcome={outcome} />
      </section>
    </section>
  )
}
