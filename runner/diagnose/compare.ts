import { isDeepStrictEqual } from 'node:util'
import type { TikTokEvent } from '../../src/reportWebEvent/types'
import { formatLine, START } from '../cursor'
import { dryRunEndpoint } from '../delivery/endpoint'
import type { Mapping } from '../mappings/mapping'
import { nameOf } from '../names'
import { Archive } from '../sources/archive'
import type { InputFile } from '../sources/input-file'
import type { EventLine, UnreadableLine } from '../sources/lines'
import { readLines } from '../sources/lines'
import type { SelectionOptions } from '../sources/selection'
import { createSelection } from '../sources/selection'
import type { BuiltEvent } from '../transform/build'
import type { Transformation } from '../transform/lines'
import { transformLines } from '../transform/lines'
import { createRoutes } from '../transform/match'
import type { OptOutRules } from '../transform/opt-out'

/** A change of events, without their values. */
export interface EventChange {
  /** Name of the events, and what changes about them. */
  text: string
  count: number
  /** A line that shows it, such as `events.ndjson:12`. */
  example: string
}

export interface Comparison {
  /** The most frequent first. */
  changes: EventChange[]
  events: number
  /** Events that stay as they are. */
  same: number
  readErrors: readonly string[]
}

interface Sent {
  mapping: string
  built: BuiltEvent
}

/** Compares what becomes of events under two lists of mappings. Nothing is sent. @param now Unix milliseconds */
export async function compareFiles(
  files: readonly InputFile[],
  lists: [before: readonly Mapping[], after: readonly Mapping[]],
  now: number,
  { optOut, ...selection }: SelectionOptions & { optOut?: OptOutRules }
): Promise<Comparison> {
  const archive = new Archive(files, await createSelection(selection))
  const conditions = { settings: dryRunEndpoint(), optOut, now: () => now, asksSegment: false }
  const transformations = lists.map((mappings) => ({ ...conditions, routes: createRoutes(mappings) }))
  const found = new Map<string, EventChange>()
  let [events, same] = [0, 0]
  for await (const chunk of archive.chunks(START)) {
    const lines = [...readLines(chunk)]
    const [old, next] = transformations.map((transformation) => sentFrom(lines, transformation))
    for (const line of lines) {
      if ('problem' in line) continue
      events++
      const changes = changesBetween(old.get(line) ?? [], next.get(line) ?? [])
      if (changes.length === 0) same++
      for (const change of changes) {
        const text = `${nameOf(line.event)}: ${change}`
        const known = found.get(text) ?? { text, count: 0, example: formatLine(chunk.path, line.line) }
        known.count++
        found.set(text, known)
      }
    }
  }
  const changes = [...found.values()].sort((a, b) => b.count - a.count)
  return { changes, events, same, readErrors: archive.readErrors }
}

/** The events that lines become. */
function sentFrom(
  lines: readonly (EventLine | UnreadableLine)[],
  transformation: Transformation
): Map<EventLine, Sent[]> {
  const sent = new Map<EventLine, Sent[]>()
  const ignore = () => undefined
  const handler = { unreadable: ignore, optedOut: ignore, unmatched: ignore, mappingMissing: ignore }
  for (const group of transformLines(lines, transformation, handler)) {
    for (const { line, route, built } of group) {
      sent.set(line, [...(sent.get(line) ?? []), { mapping: route.name, built }])
    }
  }
  return sent
}

/** Pairs what an event becomes by mapping, then by TikTok event, then in order. */
function changesBetween(old: readonly Sent[], next: readonly Sent[]): string[] {
  const [gone, added] = [[...old], [...next]]
  const changes: string[] = []
  const pairs = [
    (a: Sent, b: Sent) => a.mapping === b.mapping,
    (a: Sent, b: Sent) => a.built.event?.event === b.built.event?.event,
    () => true
  ]
  for (const isPair of pairs) {
    for (const one of [...gone]) {
      const index = added.findIndex((other) => isPair(one, other))
      if (index < 0) continue
      gone.splice(gone.indexOf(one), 1)
      const [other] = added.splice(index, 1)
      changes.push(...describeChange(one.built, other.built))
    }
  }
  return [
    ...changes,
    ...gone.map(({ built }) => `no longer sent${built.event ? ` as ${built.event.event}` : ''}`),
    ...added.map(({ built }) => (built.event ? `now sent as ${built.event.event}` : 'now rejected'))
  ]
}

function describeChange(old: BuiltEvent, next: BuiltEvent): string[] {
  if (old.event === undefined || next.event === undefined) {
    if (old.event === next.event) return []
    return [
      next.event === undefined
        ? `rejected now: ${next.error?.message}`
        : `sent as ${next.event.event}, no longer rejected`
    ]
  }
  const name = old.event.event === next.event.event ? [] : [`${old.event.event} becomes ${next.event.event}`]
  const [before, after] = [partsOf(old.event), partsOf(next.event)]
  const parts = [...new Set([...before.keys(), ...after.keys()])].sort()
  const verbs = parts.flatMap((part) => {
    const [was, is] = [before.get(part), after.get(part)]
    if (isDeepStrictEqual(was, is)) return []
    return [`${was === undefined ? 'gains' : is === undefined ? 'loses' : 'changes'} ${part}`]
  })
  return name.length + verbs.length === 0 ? [] : [[...name, ...verbs].join(', ')]
}

/** The parts of an event but its name, such as `user.email`. */
function partsOf(event: TikTokEvent): Map<string, unknown> {
  const parts = new Map<string, unknown>()
  for (const [key, value] of Object.entries(JSON.parse(JSON.stringify(event)) as object)) {
    if (key === 'event') continue
    if (typeof value !== 'object' || value === null || Array.isArray(value)) parts.set(key, value)
    else for (const [child, each] of Object.entries(value)) parts.set(`${key}.${child}`, each)
  }
  return parts
}
