import { describePath, pathsUnder } from '../state/paths'

interface PathPickerProps {
  id: string
  label: string
  value: string
  /** Path of the list whose items have the path; empty for paths of the event. */
  base: string
  onChange: (path: string) => void
}

/** The name of the list of paths for `base`. */
function listId(base: string): string {
  return `paths${base}`
}

/** A path, chosen from the paths of the loaded events or written. */
export function PathPicker({ id, label, value, base, onChange }: PathPickerProps) {
  const known = pathsUnder(base).find(({ path }) => path === value)
  return (
    <span class="path-picker">
      <input
        id={id}
        class="mono"
        aria-label={label}
        aria-describedby={`${id}-share`}
        list={listId(base)}
        value={value}
        spellcheck={false}
        autocomplete="off"
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <span id={`${id}-share`} class="muted">
        {known === undefined ? 'No loaded event has it.' : `In ${describePath(known)}.`}
      </span>
    </span>
  )
}

/** The paths that pickers offer, each with its share and samples. */
export function PathList({ base }: { base: string }) {
  return (
    <datalist id={listId(base)}>
      {pathsUnder(base).map((known) => (
        <option key={known.path} value={known.path}>
          {describePath(known)}
        </option>
      ))}
    </datalist>
  )
}
