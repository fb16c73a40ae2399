import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { askJson, format } from '../client'
import { editOne, mappings } from '../state/mappings'
import { attempt } from '../state/notice'
import type { EditableMapping, MappingCheck } from '../types'

/** One mapping as JSON, with its faults in place. It takes effect whenever it has none. */
export function MappingJson({ index }: { index: number }) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(
    () =>
      openEditor(host, async (parent) => {
        const { createJsonEditor } = await import('../editor/json-editor')
        return createJsonEditor({
          parent,
          label: 'Mapping as JSON',
          text: format(mappings.peek()[index]),
          check: async (text) => {
            const { mappings: found, faults } = await askJson<MappingCheck>('mappings/check', {
              method: 'POST',
              json: { text }
            })
            if (faults.length === 0 && found.length === 1) editOne(index, found[0])
            return faults
          }
        })
      }),
    [index]
  )
  return <div class="editor" ref={host} />
}

interface MappingDiffProps {
  mapping: EditableMapping
  preset: EditableMapping | undefined
}

/** The differences between a mapping and its preset. */
export function MappingDiff({ mapping, preset }: MappingDiffProps) {
  const host = useRef<HTMLDivElement>(null)
  const [before, after] = [format(preset), format(mapping)]
  useEffect(() => {
    if (before === after) return
    return openEditor(host, async (parent) => {
      const { createDiff } = await import('../editor/diff')
      return createDiff({ parent, label: 'Changes to the preset', before, after })
    })
  }, [before, after])
  if (before === after) return <p>The mapping is the same as its preset.</p>
  return <div class="editor" ref={host} />
}

/** Loads an editor into a place. @returns a function that removes it, loaded or not */
function openEditor(
  host: RefObject<HTMLElement | null>,
  create: (parent: HTMLElement) => Promise<{ destroy: () => void }>
): () => void {
  const parent = host.current
  if (parent === null) return () => undefined
  let isClosed = false
  let editor: { destroy: () => void } | undefined
  void attempt(async () => {
    const created = await create(parent)
    if (isClosed) created.destroy()
    else editor = created
  })
  return () => {
    isClosed = true
    editor?.destroy()
  }
}
