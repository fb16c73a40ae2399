import type { Signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'

interface SwitchProps {
  of: Signal<boolean>
  class?: string
  children: ComponentChildren
}

/** A setting that is on or off, with its name. */
export function Switch({ of, class: className, children }: SwitchProps) {
  return (
    <label class={className}>
      <input
        type="checkbox"
        role="switch"
        aria-checked={of.value}
        checked={of.value}
        onChange={({ currentTarget }) => {
          of.value = currentTarget.checked
        }}
      />{' '}
      {children}
    </label>
  )
}
