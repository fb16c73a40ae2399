import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { SegmentEvent } from '@segment/actions-core'
import { UsageError } from './exit'

/** A line of the input: its number, from 1, and the event on it, or why there is none. */
export type Line = { number: number; event: SegmentEvent } | { number: number; problem: string }

/**
 * The events of a file, one a line; blank lines are skipped.
 * @param file a path, or `-` for standard input
 * @throws UsageError for a file that cannot be opened
 */
export async function* readEvents(file: string): AsyncGenerator<Line> {
  let number = 0
  for await (const line of createInterface({ input: await openInput(file), crlfDelay: Infinity })) {
    number++
    const text = line.replace(/^\uFEFF/, '').trim()
    if (text !== '') yield { number, ...parseEvent(text) }
  }
}

async function openInput(file: string): Promise<Readable> {
  if (file === '-') return process.stdin
  try {
    const handle = await open(file)
    if ((await handle.stat()).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
    return handle.createReadStream()
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

/** The parser's own message would quote the line, and so perhaps a person. */
function parseEvent(text: string): { event: SegmentEvent } | { problem: string } {
  try {
    const event = JSON.parse(text)
    const isObject = typeof event === 'object' && event !== null && !Array.isArray(event)
    return isObject ? { event: withReadableContext(event) } : { problem: 'is no JSON object, as a Segment event is' }
  } catch {
    return { problem: 'is not valid JSON' }
  }
}

/** actions-core looks into an event's context and into its personas, and fails where they are `null`. */
function withReadableContext(event: SegmentEvent): SegmentEvent {
  if (event.context === null) event.context = {}
  if (event.context?.personas === null) event.context.personas = undefined
  return event
}
