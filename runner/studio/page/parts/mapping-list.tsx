import { useSignal } from '@preact/signals'
import { navigate, pathTo } from '../router'
import { edit, editOne, mappings, newId } from '../state/mappings'
import { definition } from '../state/server'
import type { EditableMapping } from '../types'

/** The mappings with their switches, and a way to add one. */
export function MappingList({ current }: { current?: string }) {
  return (
    <nav class="panel mapping-list" aria-label="Mappings">
      <ul>
        {mappings.value.map(({ id = '', name, enabled, mapping }) => (
          <li key={id} class="row">
            <input
              type="checkbox"
              role="switch"
              aria-checked={enabled}
              checked={enabled}
              aria-label={`${name} is on`}
              onChange={({ currentTarget }) => editOne(id, { enabled: currentTarget.checked })}
            />
            <a href={pathTo('mappings', id)} aria-current={id === current ? 'page' : undefined}>
              {name}
            </a>
            <span class="muted push">{typeof mapping.event === 'string' ? mapping.event : ''}</span>
          </li>
        ))}
      </ul>
      <AddMapping />
    </nav>
  )
}

function AddMapping() {
  const preset = useSignal('')
  const presets = definition.value?.presets ?? []
  const add = () => {
    const base = presets.find(({ name }) => name === preset.value) ?? presets[0]
    if (base === undefined) return
    const mapping = { ...base, id: newId(), name: freeName(base.name, mappings.value) }
    edit([...mappings.value, mapping])
    navigate(pathTo('mappings', mapping.id))
  }
  return (
    <div class="row">
      <select
        aria-label="Preset to start from"
        value={preset.value || presets[0]?.name}
        onChange={({ currentTarget }) => {
          preset.value = currentTarget.value
        }}
      >
        {presets.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <button type="button" onClick={add}>
        Add
      </button>
    </div>
  )
}

/** A name that no mapping has yet. */
function freeName(name: string, taken: readonly EditableMapping[]): string {
  const isTaken = (candidate: string) => taken.some((mapping) => mapping.name === candidate)
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name} ${number}`
    if (!isTaken(candidate)) return candidate
  }
}
