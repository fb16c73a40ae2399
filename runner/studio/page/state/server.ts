import { batch, computed, signal } from '@preact/signals'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { ask, askJson, RequestError } from '../client'
import { keepKey, readKey, readToken } from '../session'
import type { Definition, SessionMappings, StudioSource } from '../types'

/** The fields, presets and limits; absent until they are loaded. */
export const definition = signal<Definition>()

export const sources = signal<StudioSource[]>([])

/** Ids of sources that a person has pasted here: their values are the person's own, and are shown. */
export const pasted = computed(() => sources.value.filter(({ origin }) => origin === 'pasted').map(({ id }) => id))

/** The mappings that are in force. */
export const session = signal<SessionMappings>()

/** Requests that the sandbox has got. */
export const requestTotal = signal(0)

/** `refused` if the page has no token, or not the one of this run. */
export const connection = signal<'connecting' | 'open' | 'lost' | 'refused'>('connecting')

/** Milliseconds after which a lost connection is tried again. */
const RETRY_DELAY = 1000

/** Loads the definition, and follows the changes of the server from then on. */
export async function connect(): Promise<void> {
  try {
    await openSession()
    definition.value ??= await askJson<Definition>('definition')
    await follow()
    connection.value = 'lost'
  } catch (error) {
    connection.value = isRefusal(error) ? 'refused' : 'lost'
  }
  if (connection.value === 'lost') setTimeout(connect, RETRY_DELAY)
}

function isRefusal(error: unknown): boolean {
  return error instanceof RequestError && error.status === 403
}

/** Opens or prolongs the session of this browser. */
async function openSession(): Promise<void> {
  const token = readToken()
  const open = (key = readKey()) => askJson<{ pageKey: string }>('session', { method: 'POST', key })
  // The address may come from an earlier run.
  const { pageKey } = await open(token).catch((error) => {
    if (token === undefined || !isRefusal(error)) throw error
    return open()
  })
  keepKey(pageKey)
}

/** Applies each change. It ends when the server does. */
async function follow(): Promise<void> {
  const { body } = await ask('updates')
  // Sources of an earlier run of the server are gone; the present ones are reported at once.
  sources.value = []
  connection.value = 'open'
  const changes = body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  for (;;) {
    const { done, value } = (await changes?.read()) ?? { done: true }
    if (done || value === undefined) return
    batch(() => apply(value.event ?? '', JSON.parse(value.data)))
  }
}

const CHANGES: Record<string, (data: never) => void> = {
  source: (source: StudioSource) => keepSource(source),
  removed: ({ id }: { id: string }) => {
    sources.value = sources.value.filter((source) => source.id !== id)
  },
  mappings: (mappings: SessionMappings) => {
    session.value = mappings
  },
  requests: ({ total }: { total: number }) => {
    requestTotal.value = total
  }
}

function apply(event: string, data: unknown): void {
  CHANGES[event]?.(data as never)
}

/** Adds a source, or replaces what was known of it. */
export function keepSource(source: StudioSource): void {
  const isKnown = sources.value.some(({ id }) => id === source.id)
  sources.value = isKnown
    ? sources.value.map((known) => (known.id === source.id ? source : known))
    : [...sources.value, source]
}

/** Adds events. @param content a file that `send` reads */
export async function addSource(name: string, content: Blob): Promise<StudioSource> {
  const query = new URLSearchParams({ name })
  const source = await askJson<StudioSource>(`sources?${query}`, { method: 'POST', body: content })
  if (!sources.value.some(({ id }) => id === source.id)) keepSource(source)
  return source
}

export async function removeSource(id: string): Promise<void> {
  await ask(`sources/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

/** Resolves when a source is read to its end. */
export function whenRead(id: string): Promise<StudioSource> {
  return new Promise((resolve) => {
    const stop = sources.subscribe((list) => {
      const source = list.find((known) => known.id === id)
      if (source?.state !== 'ready') return
      resolve(source)
      queueMicrotask(() => stop())
    })
  })
}
