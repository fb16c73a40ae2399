import { batch, computed, effect, signal } from '@preact/signals'
import type { RequestError } from '../client'
import { askJson } from '../client'
import type { EditableMapping, MappingConflict, MappingFault, SessionMappings } from '../types'
import { session } from './server'

/** The mappings as they are being edited. They come into force as soon as they are without faults. */
export const mappings = signal<EditableMapping[]>([])

/** Faults of the last edit. */
export const faults = signal<readonly MappingFault[]>([])

/** Mappings of somebody else, who has changed them since this page saw them. Nothing is written until one side is chosen. */
export const conflict = signal<MappingConflict>()

/** Whether something would be lost with the page: edits with faults, or mappings that are not saved in their file. */
export const hasUnsavedWork = computed(() => {
  const { file, isChanged = false } = session.value ?? {}
  return faults.value.length > 0 || drafts.value.size > 0 || (file !== undefined && isChanged)
})

/** Texts of mappings that are not valid JSON, or have faults, by the mapping. They are kept while the view changes. */
export const drafts = signal<ReadonlyMap<string, string>>(new Map())

/** Milliseconds without a change, after which an edit comes into force. */
const PAUSE = 250

/** Edits that can be undone. */
const MAX_STEPS = 200

const past = signal<EditableMapping[][]>([])
const future = signal<EditableMapping[][]>([])
export const canUndo = computed(() => past.value.length > 0)
export const canRedo = computed(() => future.value.length > 0)

let timer: ReturnType<typeof setTimeout> | undefined
/** The place of the last edit. */
let lastPlace: string | undefined
/** Edits that the server has not answered yet. */
let pending = 0
/** Resolves when the server has answered the last request. The next one follows it, as it names the revision. */
let answered = Promise.resolve()

effect(() => {
  const inForce = session.value?.mappings
  const isIdle = pending === 0 && faults.peek().length === 0 && conflict.peek() === undefined
  if (inForce !== undefined && isIdle) mappings.value = inForce
})

/**
 * Replaces the mappings, and puts them into force after a pause.
 * @param place what is typed there without a pause is one step to undo
 */
export function edit(next: EditableMapping[], place?: string): void {
  const isSameStep = timer !== undefined && place !== undefined && place === lastPlace
  if (!isSameStep) past.value = [...past.value.slice(1 - MAX_STEPS), mappings.value]
  lastPlace = place
  future.value = []
  change(next)
}

/** Changes one mapping. */
export function editOne(id: string, change: Partial<EditableMapping>): void {
  const next = mappings.value.map((mapping) => (mapping.id === id ? { ...mapping, ...change, id } : mapping))
  edit(next, `${id} ${Object.keys(change)}`)
}

export function undo(): void {
  move(past, future)
}

export function redo(): void {
  move(future, past)
}

function move(from: typeof past, to: typeof past): void {
  const next = from.value.at(-1)
  if (next === undefined) return
  from.value = from.value.slice(0, -1)
  to.value = [...to.value, mappings.value]
  drafts.value = new Map()
  change(next)
}

/** Keeps a text that cannot come into force, or forgets it. */
export function keepDraft(id: string, text: string | undefined): void {
  const kept = new Map(drafts.value)
  if (text === undefined) kept.delete(id)
  else kept.set(id, text)
  drafts.value = kept
}

/** An id for a mapping that the server has not seen. */
export function newId(): string {
  return `new-${crypto.randomUUID()}`
}

/** Takes the mappings of the other side. */
export async function takeTheirs(): Promise<string | undefined> {
  const { kind, theirs } = conflict.value ?? {}
  conflict.value = undefined
  faults.value = []
  drafts.value = new Map()
  if (kind === 'file') return load()
  if (theirs !== undefined) {
    past.value = [...past.value, mappings.value]
    mappings.value = theirs
  }
  return undefined
}

/** Puts the mappings of this page in the place of the others. */
export async function keepMine(): Promise<string | undefined> {
  const { kind, version } = conflict.value ?? {}
  conflict.value = undefined
  if (kind === 'file') return saveMappings(version)
  await putIntoForce(mappings.value, Number(version))
  return undefined
}

/** Writes the mappings to the file that the command was given. @param replaces version of the file that is given up */
export function saveMappings(replaces?: string): Promise<string | undefined> {
  return orConflict(async () => {
    const json = { revision: session.value?.revision, replaces }
    session.value = await askJson<SessionMappings>('mappings/save', { method: 'POST', json })
    return 'The mappings are saved.'
  })
}

function load(): Promise<string | undefined> {
  return orConflict(async () => {
    const json = { revision: session.value?.revision }
    const loaded = await askJson<SessionMappings>('mappings/load', { method: 'POST', json })
    past.value = [...past.value, mappings.value]
    session.value = loaded
    mappings.value = loaded.mappings
    return 'The mappings of the file are in force.'
  })
}

function change(next: EditableMapping[]): void {
  mappings.value = next
  if (timer === undefined) pending++
  clearTimeout(timer)
  timer = setTimeout(settleEdits, PAUSE)
}

/** Puts an edit into force that still waits for its pause. Resolves when the server has answered. */
export function settleEdits(): Promise<void> {
  if (timer !== undefined) {
    clearTimeout(timer)
    timer = undefined
    answered = answered.then(() => putIntoForce(mappings.value)).finally(() => pending--)
  }
  return answered
}

async function putIntoForce(next: EditableMapping[], revision = session.value?.revision): Promise<void> {
  try {
    await orConflict(async () => {
      const json = { mappings: next, revision }
      const inForce = await askJson<SessionMappings>('mappings', { method: 'PUT', json })
      batch(() => {
        faults.value = []
        session.value = inForce
      })
    })
  } catch (error) {
    const { message, faults: found } = error as RequestError
    faults.value = found?.length > 0 ? found : [{ pointer: '', message }]
  }
}

/** Shows a conflict in place of an error. */
async function orConflict<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    const { conflict: found } = error as RequestError
    if (found === undefined) throw error
    conflict.value = found
    return undefined
  }
}
