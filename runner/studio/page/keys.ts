import { useEffect, useRef } from 'preact/hooks'

type Actions = Record<string, () => void>

const EDITABLE = 'input, textarea, select, [contenteditable="true"]'

/** Runs an action when its key is pressed, unless a text is being typed or a dialog is open. */
export function useKeys(actions: Actions): void {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isOccupied(event.target as Element)) return
      const action = latest.current[event.key]
      if (action === undefined) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

function isOccupied(target: Element): boolean {
  return target.closest(EDITABLE) !== null || document.querySelector('dialog[open]') !== null
}
