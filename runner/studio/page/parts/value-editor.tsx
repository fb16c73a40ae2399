import type { ComponentChildren } from 'preact'
import type { FieldValue } from '../state/directives'
import { readValue, writeValue } from '../state/directives'
import type { FieldDefinition, Json } from '../types'
import { FixedInput } from './fixed-input'
import { JsonInput } from './json-input'
import { PathPicker } from './path-picker'

export interface ValueEditorProps {
  /** Unique in the page. */
  id: string
  field: FieldDefinition
  value: Json | undefined
  /** Path of the list whose items have the field; empty for fields of the event. */
  base: string
  onChange: (value: Json | undefined) => void
  renderParts: (
    parts: Record<string, Json>,
    base: string,
    onChange: (parts: Record<string, Json>) => void
  ) => ComponentChildren
}

const KINDS: Record<FieldValue['kind'], string> = {
  none: 'Nothing',
  paths: 'A value of the event',
  fixed: 'A fixed value',
  parts: 'Part by part',
  items: 'Each item of a list',
  json: 'A directive, as JSON'
}

function kindsFor({ type, isMultiple, properties }: FieldDefinition): FieldValue['kind'][] {
  if (type !== 'object') return ['none', 'paths', 'fixed', 'json']
  const own: FieldValue['kind'][] = properties.length === 0 ? [] : isMultiple ? ['items'] : ['parts']
  return ['none', 'paths', ...own, 'json']
}

/** A new value of a kind. @param old the value so far, as much of which is kept as the kind can hold */
function startOf(kind: FieldValue['kind'], old: Json | undefined, { default: usual }: FieldDefinition): FieldValue {
  const fromDefault = readValue(usual)
  if (fromDefault.kind === kind) return fromDefault
  switch (kind) {
    case 'none':
      return { kind }
    case 'paths':
      return { kind, paths: ['$.properties.'] }
    case 'fixed':
      return { kind, value: '' }
    case 'parts':
      return { kind, parts: {} }
    case 'items':
      return { kind, path: '$.properties.products', parts: {} }
    case 'json':
      return { kind, value: old ?? null }
  }
}

/** The value of a field: where it comes from, and the paths, value or parts. */
export function ValueEditor(props: ValueEditorProps) {
  const { id, field, value, onChange } = props
  const read = readValue(value)
  const kinds = new Set([...kindsFor(field), read.kind])
  return (
    <div class="value">
      <label for={`${id}-kind`}>Comes from</label>{' '}
      <select
        id={`${id}-kind`}
        value={read.kind}
        onChange={({ currentTarget }) =>
          onChange(writeValue(startOf(currentTarget.value as FieldValue['kind'], value, field)))
        }
      >
        {[...kinds].map((kind) => (
          <option key={kind} value={kind}>
            {KINDS[kind]}
          </option>
        ))}
      </select>
      <KindEditor {...props} read={read} />
    </div>
  )
}

function KindEditor({ read, ...props }: ValueEditorProps & { read: FieldValue }) {
  const { id, field, base, onChange, renderParts } = props
  const change = (next: FieldValue) => onChange(writeValue(next))
  switch (read.kind) {
    case 'none':
      return null
    case 'paths':
      return <PathsEditor {...props} paths={read.paths} />
    case 'fixed':
      return <FixedInput id={id} field={field} value={read.value} onChange={onChange} />
    case 'json':
      return <JsonInput id={id} label={`${field.label} as JSON`} value={read.value} onChange={onChange} />
    case 'parts':
      return renderParts(read.parts, base, (parts) => change({ kind: 'parts', parts }))
    case 'items':
      return (
        <>
          <PathPicker
            id={id}
            label="List"
            value={read.path}
            base={base}
            onChange={(path) => change({ ...read, path })}
          />
          {renderParts(read.parts, read.path, (parts) => change({ ...read, parts }))}
        </>
      )
  }
}

function PathsEditor({ id, field, base, paths, onChange }: ValueEditorProps & { paths: string[] }) {
  const change = (next: string[]) => onChange(writeValue({ kind: 'paths', paths: next }))
  return (
    <>
      <ol class="paths">
        {paths.map((path, index) => (
          <li key={index}>
            <PathPicker
              id={`${id}-path-${index}`}
              label={`${field.label}, path ${index + 1}`}
              value={path}
              base={base}
              onChange={(changed) => change(paths.with(index, changed))}
            />
            {paths.length > 1 && (
              <button type="button" class="plain" onClick={() => change(paths.toSpliced(index, 1))}>
                Remove<span class="hidden"> path {index + 1}</span>
              </button>
            )}
          </li>
        ))}
      </ol>
      <button type="button" class="plain" onClick={() => change([...paths, '$.'])}>
        Add a path to use if there is no value
      </button>
    </>
  )
}
