import type { DestinationDefinition, JSONObject, RequestClient } from '@segment/actions-core'
import { Destination } from '@segment/actions-core'
import definition from '../../src'
import type { Settings } from '../../src/generated-types'

/** The mapping for payloads that are mapped already: `{ payload }` stands for the event. */
export const MAPPED_PAYLOAD: JSONObject = { '@path': '$.payload' }

/**
 * The destination as a CDP runs it. Its requests are noted, accepted and not sent.
 * @returns it with its settings, and the bodies of its requests as JSON
 */
export function observeDestination(pixelCode: string) {
  const bodies: string[] = []
  const request = (async (_url: string, { json }: { json: unknown }) => {
    bodies.push(JSON.stringify(json))
    return { status: 200, content: '{"code":0,"message":"OK"}' }
  }) as unknown as RequestClient
  const { perform, performBatch, ...action } = definition.actions.reportWebEvent
  const observed: DestinationDefinition<Settings> = {
    ...definition,
    actions: {
      reportWebEvent: {
        ...action,
        perform: (_request, data) => perform(request, data),
        performBatch: (_request, data) => performBatch?.(request, data)
      }
    }
  }
  return { destination: new Destination(observed), settings: { accessToken: 'not-sent', pixelCode }, bodies }
}
