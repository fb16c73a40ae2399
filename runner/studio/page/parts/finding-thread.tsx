import { useEffect, useState } from 'preact/hooks'
import { query } from '../router'
import type { UsedMapping } from '../state/answer'
import { fieldAddress } from '../state/answer'
import { diagnosis, loadDiagnosis } from '../state/diagnosis'
import { mappings } from '../state/mappings'
import { session, sources } from '../state/server'
import type { ExplainAnswer, Finding } from '../types'
import { formatNumber } from '../words'

/** The finding that a person has come from, as it is now. */
function useFinding(source: string): {
  rule: string
  finding?: Finding
  fields: readonly string[]
  isComplete: boolean
} {
  const rule = query('finding')
  const { state, revision } = sources.value.find(({ id }) => id === source) ?? {}
  useEffect(() => {
    if (rule !== '' && state === 'ready') void loadDiagnosis(source)
  }, [rule, source, state, revision])
  const { report, fields = {}, isComplete = false } = diagnosis.value.value ?? {}
  const finding = report?.findings.find((each) => each.rule === rule)
  const isPresent = isComplete && state === 'ready' && revision === session.value?.revision
  return { rule, finding, fields: fields[rule] ?? [], isComplete: isPresent }
}

interface FindingNoteProps {
  source: string
  answer?: ExplainAnswer
}

/** Leads from an event of a finding to the fields that it is about. */
export function FindingNote({ source, answer }: FindingNoteProps) {
  const { finding, fields } = useFinding(source)
  if (finding === undefined || answer === undefined) return null
  const used = answer.explanation.mappings.filter((mapping): mapping is UsedMapping => mapping.outcome !== undefined)
  return (
    <p class="banner">
      <strong>{finding.title}.</strong> {finding.suggestion}{' '}
      {used.map(({ name }) => (
        <FieldLinks key={name} mapping={name} fields={fields} />
      ))}
    </p>
  )
}

function FieldLinks({ mapping, fields }: { mapping: string; fields: readonly string[] }) {
  const { id } = mappings.value.find(({ name }) => name === mapping) ?? {}
  if (id === undefined) return null
  return fields.map((key) => (
    <>
      {' '}
      <a key={key} href={fieldAddress(id, key)}>
        Open <code>{key}</code> of {mapping}
      </a>
    </>
  ))
}

/** The number of a finding that an edit is to lower, and its change since the screen was opened. */
export function FindingCount() {
  const source = query('source')
  const { rule, finding, isComplete } = useFinding(source)
  const [before, setBefore] = useState<{ title: string; count: number }>()
  const count = finding?.count ?? 0
  useEffect(() => {
    if (isComplete && before === undefined && finding !== undefined) setBefore({ title: finding.title, count })
  }, [isComplete, finding])
  if (rule === '' || before === undefined) return null
  const change = count - before.count
  return (
    <p class={isComplete ? undefined : 'old'} role="status">
      <a href={`/diagnostics?${new URLSearchParams({ source })}`}>{before.title}</a>:{' '}
      <strong>{formatNumber(count)}</strong>
      {isComplete && change !== 0 && ` (${change > 0 ? '+' : '−'}${formatNumber(Math.abs(change))})`}
    </p>
  )
}
