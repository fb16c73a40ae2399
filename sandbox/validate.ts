import type { TrackedEvent, TrackRequest } from './schema'
import { describeProblem, EVENT_SCHEMAS, HASHED_KEYS, REQUEST_SCHEMA } from './schema'

const MAX_EVENTS = 1000
const SHA256_HEX = /^[a-f0-9]{64}$/

/** Who may write where. */
export interface Access {
  accessToken: string
  pixelCode: string
  /** Pixels that exist, but that the token may not write to. */
  readOnlyPixels: readonly string[]
}

/** A return code and its message. */
export interface Rejection {
  code: number
  message: string
}

/**
 * The first thing that is wrong with a request, in the stub of these lines; its events are not looked at.
 * @param body the parsed body; `undefined` for anything but JSON
 */
export function findRequestFault(token: string, body: unknown, access: Access): Rejection | undefined {
  if (token.trim() === '') return fault(40104, 'Access token is empty.')
  if (token !== access.accessToken) return fault(40105, 'Access token is incorrect or has been revoked.')

  const { partner_name = 'Segment' } = Object(body)
  if (partner_name !== 'Segment') return fault(40063, 'partner_name: Not registered.')

  const problem = describeProblem(REQUEST_SCHEMA, body)
  if (problem !== undefined) return fault(40002, problem)

  const { event_source_id: pixelCode, data } = body as TrackRequest
  if (access.readOnlyPixels.includes(pixelCode)) return fault(40001, describeMissingPermission(pixelCode))
  if (pixelCode !== access.pixelCode) return fault(40007, 'event_source_id: No such pixel.')
  if (data.length === 0) return fault(40002, 'data: Empty.')
  if (data.length > MAX_EVENTS) return fault(40061, `data: More than ${MAX_EVENTS} events.`)
  return undefined
}

/** The first event that breaks its schema; where none does, the first that shows a personal value. */
export function findEventFault(request: TrackRequest): Rejection | undefined {
  return findFirst(request, findBrokenKey) ?? findFirst(request, findPersonalValue)
}

/** The events of a request that nothing is wrong with. */
export function keepGoodEvents(request: TrackRequest): unknown[] {
  return request.data.filter((event) => findEventFault({ ...request, data: [event] }) === undefined)
}

type FindFault = (event: unknown, path: string, source: TrackRequest['event_source']) => Rejection | undefined

function findFirst({ event_source, data }: TrackRequest, findFault: FindFault): Rejection | undefined {
  for (const [index, event] of data.entries()) {
    const found = findFault(event, `data.${index}`, event_source)
    if (found !== undefined) return found
  }
  return undefined
}

const findBrokenKey: FindFault = (event, path, source) => {
  const problem = describeProblem(EVENT_SCHEMAS[source], event, path)
  return problem === undefined ? undefined : fault(40002, problem)
}

/** For events that keep to their schema. */
const findPersonalValue: FindFault = (event, path) => {
  const { user = {} } = event as TrackedEvent
  const key = HASHED_KEYS.find((key) => ![user[key] ?? []].flat().every((value) => SHA256_HEX.test(value)))
  return key && fault(40062, `${path}.user.${key}: Not a SHA-256 digest in lower-case hex.`)
}

function fault(code: number, message: string): Rejection {
  return { code, message }
}

function describeMissingPermission(pixelCode: string): string {
  return `No permission to operate pixel code: ${pixelCode}. You must be an admin or operator of this advertiser account.`
}
