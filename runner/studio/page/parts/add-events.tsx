import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { navigate, pathTo } from '../router'
import { notePasted } from '../session'
import { attempt } from '../state/notice'
import { addSource, whenRead } from '../state/server'

/** Adds events, and goes to them: to the journey of a single one, or to the list of several. */
function open(name: string, content: Blob | string): Promise<void> {
  return attempt(async () => {
    const { id } = await addSource(name, content)
    if (typeof content === 'string') notePasted(id)
    const { rows, counts } = await whenRead(id)
    const isEvent = rows === 1 && counts.unreadable === 0
    navigate(isEvent ? pathTo('events', id, 0) : `/events?${new URLSearchParams({ source: id })}`)
  })
}

function openFiles(files: FileList | null | undefined): void {
  for (const file of files ?? []) void open(file.name, file)
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

/** Takes pasted JSON, and files. */
export function AddEvents() {
  const text = useSignal('')
  useDrop()
  const submit = () => {
    if (text.value.trim() !== '') void open('pasted', text.value)
  }
  return (
    <form
      class="add"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <label for="paste">Paste events as JSON: one, a list, or one a line</label>
      <textarea
        id="paste"
        class="code"
        rows={4}
        spellcheck={false}
        placeholder='{ "type": "track", "event": "Order Completed", … }'
        value={text.value}
        onInput={({ currentTarget }) => {
          text.value = currentTarget.value
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
        }}
      />
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
            accept=".json,.ndjson,.jsonl,.gz,.log,.txt"
            onChange={({ currentTarget }) => openFiles(currentTarget.files)}
          />
        </label>
      </div>
    </form>
  )
}
