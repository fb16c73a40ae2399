import { useEffect, useRef, useState } from 'preact/hooks'
import { query } from '../router'
import { isOfUse } from '../state/depends-on'
import { describeValue } from '../state/directives'
import type { FieldDefinition, Json } from '../types'
import { PathList } from './path-picker'
import { ValueEditor } from './value-editor'

type FormValues = Record<string, Json>

interface FieldFormsProps {
  /** Unique in the page. */
  id: string
  fields: readonly FieldDefinition[]
  values: FormValues
  /** Path of the list whose items have the fields; empty for fields of the event. */
  base: string
  /** The faults of each field, by its key. */
  faults?: Readonly<Record<string, string[]>>
  onChange: (values: FormValues) => void
}

/** A form of fields. Each opens in its place. */
export function FieldForms({ id, fields, values, base, faults = {}, onChange }: FieldFormsProps) {
  const change = (key: string, value: Json | undefined) => {
    const { [key]: _old, ...others } = values
    const isKnown = Object.hasOwn(values, key)
    if (value === undefined) onChange(others)
    else onChange(isKnown ? { ...values, [key]: value } : { ...others, [key]: value })
  }
  return (
    <div class="field-forms">
      <PathList base={base} />
      {fields.map((field) => (
        <FieldForm
          key={field.key}
          id={`${id}.${field.key}`}
          field={field}
          value={values[field.key]}
          base={base}
          isUseful={isOfUse(field, values)}
          faults={faults[field.key] ?? []}
          onChange={(value) => change(field.key, value)}
        />
      ))}
    </div>
  )
}

interface FieldFormProps {
  id: string
  field: FieldDefinition
  value: Json | undefined
  base: string
  isUseful: boolean
  faults: readonly string[]
  onChange: (value: Json | undefined) => void
}

function FieldForm({ isUseful, faults, ...props }: FieldFormProps) {
  const { field, value, base } = props
  const isAsked = base === '' && query('field') === field.key
  const [isOpen, setOpen] = useState(isAsked)
  const place = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    if (!isAsked) return
    setOpen(true)
    place.current?.scrollIntoView({ block: 'center' })
    place.current?.querySelector('summary')?.focus()
  }, [isAsked])
  return (
    <details
      ref={place}
      class={isUseful ? 'field' : 'field useless'}
      open={isOpen || faults.length > 0}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        <strong>{field.label}</strong>
        {field.isRequired && <span class="muted"> required</span>}{' '}
        <code class={value === undefined ? 'muted' : undefined}>{describeValue(value)}</code>
      </summary>
      {(isOpen || faults.length > 0) && (
        <div class="field-body">
          <p class="muted">
            {field.description}
            {field.isHashed && ' TikTok gets a SHA-256 digest of it.'}
          </p>
          {!isUseful && <p class="near-miss">Not of use with the present values of other fields.</p>}
          <ValueEditor
            {...props}
            renderParts={(values, base, onChange) => (
              <FieldForms id={props.id} fields={field.properties} values={values} base={base} onChange={onChange} />
            )}
          />
          {faults.map((fault) => (
            <p key={fault} class="fault">
              <span aria-hidden="true">✗</span> {fault}
            </p>
          ))}
        </div>
      )}
    </details>
  )
}
