import type { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'preact/hooks'
import { checkPaste, openFile, pasteText, submitPaste } from '../state/paste'
import type { TextFault } from '../types'
import { openEditor } from './mapping-json'
import { PasteState } from './paste-state'

const LABEL = 'Paste events: JSON, one a line, a curl command, or a call of analytics.track'

function openFiles(files: FileList | null | undefined): void {
  for (const file of files ?? []) void openFile(file)
}

/** Takes files that are dropped anywhere on the page. */
function useDrop(): void {
  useEffect(() => {
    const onDrag = (event: DragEvent) => event.preventDefault()
    const onDrop = (event: DragEvent) => {
      event.preventDefault()
      openFiles(event.dataTransfer?.files)
    }
    document.addEventListener('dragover', onDrag)
    document.addEventListener('drop', onDrop)
    return () => {
      document.removeEventListener('dragover', onDrag)
      document.removeEventListener('drop', onDrop)
    }
  }, [])
}

/** Takes pasted events, and files. */
export function AddEvents() {
  useDrop()
  return (
    <form
      class="add"
      onSubmit={(event) => {
        event.preventDefault()
        void submitPaste()
      }}
    >
      <PasteEditor />
      <div class="row">
        <button type="submit" class="primary">
          See what happens
        </button>
        <span class="muted">Ctrl + Enter</span>
        <label class="push">
          Open files, or drop them here:{' '}
          <input
            type="file"
            multiple
            accept=".json,.ndjson,.jsonl,.csv,.tsv,.gz,.log,.txt"
            onChange={({ currentTarget }) => openFiles(currentTarget.files)}
          />
        </label>
      </div>
    </form>
  )
}

function PasteEditor() {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(undefined)
  useEffect(
    () =>
      openEditor(host, async (parent) => {
        const { createPasteEditor } = await import('../editor/json-editor')
        editor.current = createPasteEditor(
          {
            parent,
            label: LABEL,
            text: pasteText.peek(),
            onText: (text) => {
              pasteText.value = text
            },
            check: checkPaste
          },
          () => void submitPaste()
        )
        return editor.current
      }),
    []
  )
  useEffect(
    () =>
      pasteText.subscribe((text) => {
        // The text was added.
        const view = editor.current
        if (text === '' && view !== undefined) view.dispatch({ changes: { from: 0, to: view.state.doc.length } })
      }),
    []
  )
  const toFault = async (fault: TextFault) => {
    const { showFault } = await import('../editor/json-editor')
    if (editor.current !== undefined) showFault(editor.current, fault)
  }
  return (
    <>
      <p>{LABEL}</p>
      <div class="editor paste" ref={host} />
      <PasteState onFault={(fault) => void toFault(fault)} />
    </>
  )
}
