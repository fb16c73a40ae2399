import type { JSONValue } from '@segment/actions-core'
import { z } from 'zod'
import type { EventLine } from '../../sources/lines'
import { parseEvents } from '../../sources/lines'
import type { EventChoice } from '../api'
import { Problem } from '../problem'
import type { StudioSession } from '../session'
import type { EventCollection } from '../sources/event-source'

const json = z.json()

/** An event of a source, or any other. */
export const CHOICE_SCHEMA = z.union([
  z.object({ source: z.string(), index: z.int().min(0) }),
  z.object({ event: json })
])

export interface ChosenEvent extends Pick<EventLine, 'event' | 'mapping'> {
  /** The source of an event whose values stay hidden. */
  confidential?: EventCollection
}

/** @throws Problem if there is no event */
export async function chooseEvent(choice: EventChoice, { sources }: StudioSession): Promise<ChosenEvent> {
  if ('event' in choice) return firstIn(choice.event as JSONValue)
  const source = sources.get(choice.source)
  const line = await source.line(choice.index)
  if ('problem' in line) throw new Problem(422, `Line ${line.line} ${line.problem}.`)
  return { ...line, confidential: source.isConfidential ? source : undefined }
}

/** An event may be wrapped, as in a file. */
function firstIn(value: JSONValue): ChosenEvent {
  const [found] = parseEvents(JSON.stringify(value))
  if ('problem' in found) throw new Problem(422, `The JSON ${found.problem}.`)
  return found
}
