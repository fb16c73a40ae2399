import type { FieldDefinition, Json } from '../types'

interface FixedInputProps {
  id: string
  field: FieldDefinition
  value: string | number | boolean
  onChange: (value: Json) => void
}

/** A value that is the same for all events: a switch, or a text with suggestions. */
export function FixedInput({ id, field, value, onChange }: FixedInputProps) {
  const { label, type, suggestions } = field
  if (type === 'boolean') {
    return (
      <label>
        <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />{' '}
        {label}
      </label>
    )
  }
  const isNumber = type === 'number' || type === 'integer'
  return (
    <>
      <input
        id={`${id}-fixed`}
        aria-label={`${label}, fixed value`}
        type={isNumber ? 'number' : 'text'}
        value={String(value)}
        list={suggestions.length > 0 ? `${id}-options` : undefined}
        onInput={({ currentTarget }) => onChange(isNumber ? Number(currentTarget.value) : currentTarget.value)}
      />
      {suggestions.length > 0 && (
        <datalist id={`${id}-options`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion.value} value={suggestion.value}>
              {suggestion.label}
            </option>
          ))}
        </datalist>
      )}
    </>
  )
}
