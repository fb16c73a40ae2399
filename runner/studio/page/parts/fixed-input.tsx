import type { FieldDefinition, Json } from '../types'

interface FixedInputProps {
  id: string
  field: FieldDefinition
  value: string | number | boolean
  onChange: (value: Json) => void
}

/** A value that is the same for all events: a switch, a choice, or a text with suggestions. */
export function FixedInput({ id, field, value, onChange }: FixedInputProps) {
  const { label, type, choices, suggestions } = field
  if (type === 'boolean') {
    return (
      <label>
        <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />{' '}
        {label}
      </label>
    )
  }
  const options = [...choices, ...suggestions]
  const isNumber = type === 'number' || type === 'integer'
  return (
    <>
      <input
        id={`${id}-fixed`}
        aria-label={`${label}, fixed value`}
        type={isNumber ? 'number' : 'text'}
        value={String(value)}
        list={options.length > 0 ? `${id}-options` : undefined}
        onInput={({ currentTarget }) => onChange(isNumber ? Number(currentTarget.value) : currentTarget.value)}
      />
      {options.length > 0 && (
        <datalist id={`${id}-options`}>
          {options.map((option) => (
            <option key={String(option.value)} value={String(option.value)}>
              {option.label}
            </option>
          ))}
        </datalist>
      )}
    </>
  )
}
