import { lastPaste, pasteCheck } from '../state/paste'
import type { PasteAnswer, TextFault } from '../types'
import { formatCount } from '../words'

/** How the text in the editor is read, and its faults, which lead to their places. */
export function PasteState({ onFault }: { onFault: (fault: TextFault) => void }) {
  const { values = 0, notes = [], faults = [] } = pasteCheck.value ?? {}
  return (
    <div class="paste-state" aria-live="polite">
      {values > 0 && notes.map((note) => <p key={note}>{note}</p>)}
      {faults.map((fault) => (
        <p key={`${fault.line} ${fault.column}`} class="fault">
          <span aria-hidden="true">✗</span>{' '}
          <button type="button" class="plain" onClick={() => onFault(fault)}>
            Line {fault.line}, column {fault.column}
          </button>
          : {fault.message}
        </p>
      ))}
    </div>
  )
}

interface PasteNotesProps {
  source: string
  index: number
}

/** How the text was read that an event was just pasted with. */
export function PasteNotes({ source, index }: PasteNotesProps) {
  const {
    source: pasted,
    first = 0,
    count = 0,
    notes = [],
    faults = []
  } = (lastPaste.value ?? {}) as Partial<PasteAnswer>
  if (pasted?.id !== source || index < first || index >= first + count) return null
  if (notes.length + faults.length === 0) return null
  return (
    <p class="banner">
      {notes.join(' ')}
      {faults.length > 0 && ` ${formatCount(faults.length, 'line')} could not be read.`}
    </p>
  )
}
