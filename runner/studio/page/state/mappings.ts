import { batch, effect, signal } from '@preact/signals'
import type { RequestError } from '../client'
import { askJson } from '../client'
import type { EditableMapping, MappingFault, SessionMappings } from '../types'
import { announce } from './notice'
import { session } from './server'

/** The mappings as they are being edited. They come into force as soon as they are without faults. */
export const mappings = signal<EditableMapping[]>([])

/** Faults of the last edit. */
export const faults = signal<readonly MappingFault[]>([])

/** Milliseconds without a change, after which an edit comes into force. */
const PAUSE = 250

let timer: ReturnType<typeof setTimeout> | undefined
/** Edits that the server has not answered yet. */
let pending = 0

effect(() => {
  const inForce = session.value?.mappings
  if (inForce !== undefined && pending === 0 && faults.peek().length === 0) mappings.value = inForce
})

/** Replaces the mappings, and puts them into force after a pause. */
export function edit(next: EditableMapping[]): void {
  mappings.value = next
  if (timer === undefined) pending++
  clearTimeout(timer)
  timer = setTimeout(() => {
    timer = undefined
    void putIntoForce(next)
  }, PAUSE)
}

/** Changes one mapping. */
export function editOne(index: number, change: Partial<EditableMapping>): void {
  edit(mappings.value.map((mapping, position) => (position === index ? { ...mapping, ...change } : mapping)))
}

async function putIntoForce(next: EditableMapping[]): Promise<void> {
  try {
    const inForce = await askJson<SessionMappings>('mappings', { method: 'PUT', json: { mappings: next } })
    batch(() => {
      faults.value = []
      session.value = inForce
    })
    announce('The mappings are changed.')
  } catch (error) {
    const { message, faults: found } = error as RequestError
    faults.value = found?.length > 0 ? found : [{ pointer: '', message }]
  } finally {
    pending--
  }
}

/** Writes the mappings to the file that the command was given. */
export async function saveMappings(): Promise<void> {
  session.value = await askJson<SessionMappings>('mappings/save', { method: 'POST' })
  announce('The mappings are saved.')
}
