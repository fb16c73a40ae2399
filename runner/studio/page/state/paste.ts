import { signal } from '@preact/signals'
import type { RequestError } from '../client'
import { askJson } from '../client'
import { navigate, pathTo } from '../router'
import type { PasteAnswer, PasteCheck, TextFault } from '../types'
import { attempt } from './notice'
import { addSource, keepSource, whenRead } from './server'

/** The text that is about to be added. It stays while other screens are shown. */
export const pasteText = signal('')

/** How the text is read; absent until it is known. */
export const pasteCheck = signal<PasteCheck>()

/** What was added last. */
export const lastPaste = signal<PasteAnswer>()

/** Finds the faults of the text. */
export async function checkPaste(text: string): Promise<readonly TextFault[]> {
  if (text.trim() === '') {
    pasteCheck.value = undefined
    return []
  }
  const check = await askJson<PasteCheck>('sources/pasted/check', { method: 'POST', json: { text } })
  if (text === pasteText.value) pasteCheck.value = check
  return check.faults
}

/** Adds the text, and goes to its events. Of a text with nothing in it, the faults are shown. */
export async function submitPaste(): Promise<void> {
  const text = pasteText.value
  if (text.trim() === '') return
  await attempt(async () => {
    try {
      const answer = await askJson<PasteAnswer>('sources/pasted', { method: 'POST', json: { text } })
      keepSource(answer.source)
      lastPaste.value = answer
      pasteText.value = ''
      pasteCheck.value = undefined
      goTo(answer.source.id, answer.first, answer.count)
    } catch (error) {
      const { textFaults: faults = [] } = error as RequestError
      if (faults.length === 0) throw error
      pasteCheck.value = { values: 0, notes: [], faults: [...faults] }
    }
  })
}

/** Adds a file, and goes to its events. */
export function openFile(file: File): Promise<void> {
  return attempt(async () => {
    const { id } = await addSource(file.name, file)
    const { rows, counts } = await whenRead(id)
    goTo(id, 0, counts.unreadable === 0 ? rows : 0)
  })
}

/** Goes to the journey of a single event, or to the list of several. */
function goTo(source: string, first: number, count: number): void {
  if (count === 1) navigate(pathTo('events', source, first))
  else navigate(`/events?${new URLSearchParams({ source, ...(first > 0 && { at: String(first) }) })}`)
}
