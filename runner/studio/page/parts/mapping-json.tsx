import { effect } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { askJson, format } from '../client'
import { drafts, editOne, keepDraft, mappings } from '../state/mappings'
import { showResult } from '../state/notice'
import { describePath, pathsUnder } from '../state/paths'
import type { EditableMapping, MappingCheck } from '../types'

/** One mapping as JSON, with its faults in place. It takes effect whenever it has none. */
export function MappingJson({ id }: { id: string }) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(
    () =>
      openEditor(host, async (parent) => {
        const { completeAgain, createJsonEditor } = await import('../editor/json-editor')
        const view = createJsonEditor({
          parent,
          label: 'Mapping as JSON',
          text: drafts.peek().get(id) ?? format(withoutId(mappings.peek().find((mapping) => mapping.id === id))),
          onText: (text) => keepDraft(id, text),
          paths: () => pathsUnder('').map((known) => ({ path: known.path, description: describePath(known) })),
          check: async (text) => {
            const { mappings: found, faults } = await askJson<MappingCheck>('mappings/check', {
              method: 'POST',
              json: { text }
            })
            if (faults.length > 0 || found.length !== 1) return faults
            keepDraft(id, undefined)
            editOne(id, found[0])
            return faults
          }
        })
        const stop = effect(() => {
          if (pathsUnder('').length > 0) completeAgain(view)
        })
        return {
          destroy: () => {
            stop()
            view.destroy()
          }
        }
      }),
    [id]
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
  const [before, after] = [toCanonical(preset), toCanonical(mapping)]
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

function withoutId(mapping: EditableMapping | undefined): object | undefined {
  return mapping && { ...mapping, id: undefined }
}

/** A mapping as JSON with its keys in order, so that only differences of meaning are differences of text. */
export function toCanonical(mapping: EditableMapping | undefined): string {
  return format(sorted(withoutId(mapping)) as object | undefined)
}

/** Mappings as `toCanonical` writes one. */
export function toCanonicalList(list: readonly EditableMapping[]): string {
  return format(list.map((mapping) => sorted(withoutId(mapping)) as object))
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, child]) => [key, sorted(child)]))
}

/** Loads an editor into a place. @returns a function that removes it, loaded or not */
export function openEditor(
  host: RefObject<HTMLElement | null>,
  create: (parent: HTMLElement) => Promise<{ destroy: () => void }>
): () => void {
  const parent = host.current
  if (parent === null) return () => undefined
  let isClosed = false
  let editor: { destroy: () => void } | undefined
  void showResult(async () => {
    const created = await create(parent)
    if (isClosed) created.destroy()
    else editor = created
  })
  return () => {
    isClosed = true
    editor?.destroy()
  }
}
