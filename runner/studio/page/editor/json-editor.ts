import { jsonParseLinter } from '@codemirror/lang-json'
import type { Diagnostic } from '@codemirror/lint'
import { linter, lintGutter } from '@codemirror/lint'
import { EditorView } from '@codemirror/view'
import type { MappingFault } from '../types'
import { rangeOf } from './json-pointer'
import { jsonSetUp } from './set-up'

interface JsonEditorOptions {
  parent: HTMLElement
  label: string
  text: string
  /** Called for each change of the text, before it is checked. */
  onText: (text: string) => void
  /** Finds the faults of a text that is JSON. */
  check: (text: string) => Promise<readonly MappingFault[]>
}

/** An editor of JSON that shows each fault at its place. */
export function createJsonEditor({ parent, label, text, onText, check }: JsonEditorOptions): EditorView {
  const parseFaults = jsonParseLinter()
  const findFaults = async (view: EditorView): Promise<Diagnostic[]> => {
    const unreadable = parseFaults(view)
    if (unreadable.length > 0) return unreadable
    const faults = await check(view.state.doc.toString())
    return faults.map(({ pointer, message }) => ({ ...rangeOf(view.state, pointer), severity: 'error', message }))
  }
  return new EditorView({
    parent,
    doc: text,
    extensions: [
      jsonSetUp(label),
      lintGutter(),
      linter(findFaults, { delay: 300 }),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged) onText(state.doc.toString())
      })
    ]
  })
}
