import { fieldAddress } from '../state/answer'
import { mappings } from '../state/mappings'
import type { Fault, FieldExplanation, PathRead, SentValue } from '../types'
import { formatValue } from '../words'

/** The address of a field's row in the page. */
export function idOfField(key: string): string {
  return `field-${key}`
}

/** One field: the paths it looked at, its value, and what is sent. */
export function FieldRow({ field, mapping }: { field: FieldExplanation; mapping: string }) {
  const { key, sent, affects, leftOut, faults } = field
  return (
    <tr id={idOfField(key)} class={faults.length > 0 ? 'faulty' : undefined}>
      <th scope="row">
        <FieldLink mapping={mapping} field={field} />
        <code class="key">{key}</code>
      </th>
      <td>
        <Reads field={field} />
      </td>
      <td>
        <Values field={field} />
      </td>
      <td>
        {sent.map((value) => (
          <Sent key={value.path} value={value} />
        ))}
        {leftOut !== undefined && (
          <div class="left-out">
            <span aria-hidden="true">⊘</span> Left out: {leftOut}
          </div>
        )}
        {affects.length > 0 && <div class="muted">also changes {affects.map(shortPath).join(', ')}</div>}
        <FieldFaults faults={faults} />
      </td>
    </tr>
  )
}

/** Leads to the field of the mapping, unless it is not edited here. */
function FieldLink({ mapping, field: { key, label } }: { mapping: string; field: FieldExplanation }) {
  const { id } = mappings.value.find(({ name }) => name === mapping) ?? {}
  return id === undefined ? <span>{label}</span> : <a href={fieldAddress(id, key)}>{label}</a>
}

function Reads({ field: { isConstant, reads } }: { field: FieldExplanation }) {
  if (isConstant) return <span class="muted">fixed value</span>
  return (
    <ul class="reads">
      {reads.map((read) => (
        <li key={read.path} class={read.isPresent ? undefined : 'absent'}>
          <Read read={read} />
        </li>
      ))}
    </ul>
  )
}

function Read({ read: { path, isPresent, nearest } }: { read: PathRead }) {
  return (
    <>
      <code>{path}</code>
      {!isPresent && <span> absent</span>}
      {nearest !== undefined && (
        <div class="near-miss">
          <span aria-hidden="true">≈</span> there is <code>{nearest}</code>
        </div>
      )}
    </>
  )
}

function Values({ field: { raw, normalized } }: { field: FieldExplanation }) {
  if (raw === undefined) return <span class="muted">none</span>
  return (
    <>
      <code>{formatValue(raw)}</code>
      {normalized !== undefined && (
        <div>
          <span class="muted">normalised </span>
          <code>{normalized.map((text) => formatValue(text)).join(', ')}</code>
        </div>
      )}
    </>
  )
}

const FORMS: Record<SentValue['form'], string> = {
  plain: 'plain',
  hashed: 'hashed with SHA-256',
  digest: 'was a SHA-256 digest'
}

function Sent({ value: { path, value, form } }: { value: SentValue }) {
  return (
    <div class="sent">
      <code class="key">{shortPath(path)}</code> <span class={`form ${form}`}>{FORMS[form]}</span>
      <div>
        <code>{formatValue(value)}</code>
      </div>
    </div>
  )
}

function FieldFaults({ faults }: { faults: readonly Fault[] }) {
  return faults.map((fault) => (
    <div key={fault.message} class="fault">
      <span aria-hidden="true">✗</span> {fault.code}: {fault.message}
    </div>
  ))
}

/** Each request of the studio carries one event, so its position means nothing. */
export function shortPath(path: string): string {
  return path.replace(/^data\.0\./, '')
}
