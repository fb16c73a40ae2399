import { Agent } from 'node:https'
import { connect } from 'node:net'
import type { DestinationDefinition, ModifiedResponse, RequestClient } from '@segment/actions-core'
import { Destination } from '@segment/actions-core'
import definition from '../src'
import type { Settings } from '../src/generated-types'
import type { TikTokRequest } from '../src/reportWebEvent/types'
import type { Place } from './config'

/** Sends one request of the destination, or does something else with it. */
export type Sender = (body: TikTokRequest, send: () => Promise<Answer>) => Promise<Answer>

/** What the destination reads of an answer. */
export type Answer = Pick<ModifiedResponse, 'status' | 'content'>

/** A destination as a CDP would run it, and the settings it runs with. */
export interface Target {
  destination: Destination<Settings>
  settings: Settings
}

/** @param onRequest is asked for every request */
export function createTarget(place: Place, onRequest: Sender = (_body, send) => send()): Target {
  const { accessToken, pixelCode } = place
  const { perform, performBatch, ...action } = definition.actions.reportWebEvent
  const observed: DestinationDefinition<Settings> = {
    ...redirect(definition, place),
    actions: {
      reportWebEvent: {
        ...action,
        perform: (request, data) => perform(observe(request, place, onRequest), data),
        performBatch: (request, data) => performBatch?.(observe(request, place, onRequest), data)
      }
    }
  }
  return { destination: new Destination(observed), settings: { accessToken, pixelCode } }
}

/** TikTok's own address leads to the sandbox, so that a run with one cannot reach TikTok. */
function redirect(
  original: DestinationDefinition<Settings>,
  { kind, port = 0 }: Place
): DestinationDefinition<Settings> {
  if (kind !== 'sandbox') return original
  return {
    ...original,
    // actions-core destroys the agent after every answer, with all requests that are under way on it.
    extendRequest: (data) => ({ ...original.extendRequest?.(data), agent: new LoopbackAgent(port) })
  }
}

function observe(request: RequestClient, { kind }: Place, onRequest: Sender): RequestClient {
  const observed = (url: string, options?: Parameters<RequestClient>[1]) => {
    const send = () => (kind === 'dry-run' ? Promise.resolve(NOT_SENT) : request(url, options))
    return onRequest(options?.json as TikTokRequest, send)
  }
  return observed as RequestClient
}

const NOT_SENT: Answer = { status: 200, content: '{"code":0,"message":"not sent"}' }

/** Carries HTTPS requests to a port of this machine, without encryption. */
class LoopbackAgent extends Agent {
  constructor(private readonly port: number) {
    super()
  }

  override createConnection() {
    return connect(this.port, '127.0.0.1')
  }
}
