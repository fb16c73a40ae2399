import { unifiedMergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { jsonSetUp } from './set-up'

interface DiffOptions {
  parent: HTMLElement
  label: string
  before: string
  after: string
}

/** Two texts of JSON as one, with removed and added lines marked. */
export function createDiff({ parent, label, before, after }: DiffOptions): EditorView {
  return new EditorView({
    parent,
    doc: after,
    extensions: [
      jsonSetUp(label),
      EditorState.readOnly.of(true),
      unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 3, minSize: 6 } })
    ]
  })
}
