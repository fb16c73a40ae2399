import type { CompletionSource } from '@codemirror/autocomplete'
import { autocompletion, startCompletion } from '@codemirror/autocomplete'
import { jsonParseLinter } from '@codemirror/lang-json'
import type { Diagnostic } from '@codemirror/lint'
import { linter, lintGutter } from '@codemirror/lint'
import type { EditorState, Extension } from '@codemirror/state'
import { Prec } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import type { MappingFault, TextFault } from '../types'
import { rangeOf } from './json-pointer'
import { jsonSetUp } from './set-up'

interface Completable {
  /** Paths of events that a text may hold, each with a description. */
  paths: () => readonly { path: string; description: string }[]
}

interface EditorOptions<Fault> {
  parent: HTMLElement
  label: string
  text: string
  /** Called for each change of the text, before it is checked. */
  onText: (text: string) => void
  /** Finds the faults of a text. */
  check: (text: string) => Promise<readonly Fault[]>
}

/** Milliseconds without a key before a text is checked. */
const PAUSE = 300

/** An editor of JSON that shows each fault at its place. */
export function createJsonEditor(options: EditorOptions<MappingFault> & Completable): EditorView {
  const parseFaults = jsonParseLinter()
  return createEditor(
    options,
    async (view) => {
      const unreadable = parseFaults(view)
      if (unreadable.length > 0) return unreadable
      const faults = await options.check(view.state.doc.toString())
      return faults.map(({ pointer, message }) => ({ ...rangeOf(view.state, pointer), severity: 'error', message }))
    },
    completion(options)
  )
}

/** A path within quotation marks. */
const PATH = /"\$[^"\s]*$/

/** Completes paths while they are typed, and on Ctrl + Space. */
function completion({ paths }: Completable): Extension[] {
  const complete: CompletionSource = (context) => {
    const before = context.matchBefore(PATH)
    if (before === null) return null
    const options = paths().map(({ path, description }) => ({ label: path, detail: description, type: 'property' }))
    return { from: before.from + 1, options, validFor: /^\$[^"\s]*$/ }
  }
  // No text of JSON holds a line break: Enter always means the path, however soon it comes.
  return [autocompletion({ override: [complete], icons: false, interactionDelay: 0 })]
}

/** Completes the path at the caret, if there is one, with paths that were not known while it was typed. */
export function completeAgain(view: EditorView): void {
  const { doc, selection } = view.state
  const { from, text } = doc.lineAt(selection.main.head)
  if (view.hasFocus && PATH.test(text.slice(0, selection.main.head - from))) startCompletion(view)
}

/** An editor of events as people copy them. @param onSubmit called for Ctrl + Enter */
export function createPasteEditor(options: EditorOptions<TextFault>, onSubmit: () => void): EditorView {
  const submit = {
    key: 'Mod-Enter',
    run: () => {
      onSubmit()
      return true
    }
  }
  const findFaults = async ({ state }: EditorView): Promise<Diagnostic[]> => {
    const faults = await options.check(state.doc.toString())
    return faults.map((fault) => {
      const from = placeOf(state, fault)
      return { from, to: Math.min(from + 1, state.doc.length), severity: 'error', message: fault.message }
    })
  }
  return createEditor(options, findFaults, [Prec.highest(keymap.of([submit]))])
}

/** Moves the caret to a fault. */
export function showFault(view: EditorView, fault: TextFault): void {
  view.dispatch({ selection: { anchor: placeOf(view.state, fault) }, scrollIntoView: true })
  view.focus()
}

function placeOf({ doc }: EditorState, { line, column }: TextFault): number {
  const { from, to } = doc.line(Math.min(line, doc.lines))
  return Math.min(from + column - 1, to)
}

function createEditor(
  { parent, label, text, onText }: EditorOptions<unknown>,
  findFaults: (view: EditorView) => Promise<Diagnostic[]>,
  further: Extension[] = []
): EditorView {
  return new EditorView({
    parent,
    doc: text,
    extensions: [
      ...further,
      jsonSetUp(label),
      lintGutter(),
      linter(findFaults, { delay: PAUSE }),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged) onText(state.doc.toString())
      })
    ]
  })
}
