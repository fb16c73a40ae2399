import { useState } from 'preact/hooks'
import { format } from '../client'
import type { Json } from '../types'

interface JsonInputProps {
  id: string
  label: string
  value: Json
  onChange: (value: Json) => void
}

/** A small piece of JSON. It takes effect whenever it can be read. */
export function JsonInput({ id, label, value, onChange }: JsonInputProps) {
  const [text, setText] = useState(() => format(value))
  const parsed = parse(text)
  const change = (changed: string) => {
    setText(changed)
    const next = parse(changed)
    if (next !== undefined) onChange(next)
  }
  return (
    <>
      <textarea
        id={`${id}-json`}
        class="code"
        aria-label={label}
        aria-invalid={parsed === undefined}
        rows={Math.min(16, text.split('\n').length + 1)}
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => change(currentTarget.value)}
      />
      {parsed === undefined && <p class="fault">This is not JSON yet.</p>}
    </>
  )
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
