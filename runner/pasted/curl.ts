import type { EventType } from '../segment-event'
import { isEventType } from '../segment-event'
import type { Excerpt } from './excerpt'
import { FaultAt } from './excerpt'
import { splitWords } from './shell'

/** The body of a request that a command makes. */
export interface CommandBody extends Excerpt {
  /** The type of Segment's event that the address names, such as `track`. */
  type?: EventType
}

export const CURL = /^\s*(?:\$\s+)?curl(?:\.exe)?\s/

/** The options that hold a body: with their value behind a blank, or as a part of the same word. */
const DATA = /^(?:--data(?:-raw|-binary|-ascii)?(?:=|$)|--json(?:=|$)|-[sSLkivgfN]*d)/

/** An address of Segment's HTTP API. */
const ADDRESS = /\/v1\/(\w+)$/

/** Reads the bodies of curl commands. @throws FaultAt for a body that is not in the text */
export function readCurl(text: string): { commands: number; bodies: CommandBody[] } {
  const words = splitWords(text)
  const commands = words.filter(isCurl).length
  const bodies: CommandBody[] = []
  let type: EventType | undefined
  let first = 0
  const endCommand = () => {
    for (const body of bodies.slice(first)) body.type = type
    first = bodies.length
    type = undefined
  }
  for (let index = 0; index < words.length; index++) {
    const word = words[index]
    const option = DATA.exec(word.text)?.[0]
    if (isCurl(word)) endCommand()
    else if (option !== undefined) {
      const isWithin = option.length < word.text.length
      bodies.push(checked(isWithin ? cut(word, option.length) : words[++index], word))
    } else {
      const [, name] = ADDRESS.exec(word.text.split(/[?#]/, 1)[0]) ?? []
      if (isEventType(name)) type = name
    }
  }
  endCommand()
  if (bodies.length === 0) throw new FaultAt(text.search(/\S/), 'This command has no body: -d or --data is missing.')
  return { commands, bodies }
}

function isCurl({ text }: Excerpt): boolean {
  return text === 'curl' || text === 'curl.exe'
}

function cut({ text, placeOf }: Excerpt, begin: number): Excerpt {
  return { text: text.slice(begin), placeOf: (index) => placeOf(index + begin) }
}

function checked(body: Excerpt | undefined, option: Excerpt): Excerpt {
  if (body === undefined) throw new FaultAt(option.placeOf(0), 'There is nothing behind this option.')
  if (body.text.startsWith('@')) {
    throw new FaultAt(body.placeOf(0), 'curl would read a file here: paste the content of the file.')
  }
  return body
}
