import type { DestinationDefinition, ModifiedResponse, RequestClient } from '@segment/actions-core'
import { createRequestClient as createClient, Destination } from '@segment/actions-core'
import definition from '../../src'
import type { Settings } from '../../src/generated-types'
import { testCredentials as askForCredentials } from '../../src/reportWebEvent/send'
import { UNAUTHORIZED } from '../delivery-error'
import { codeOf } from '../errors'
import { agentFor } from './agents'
import type { Endpoint } from './endpoint'

/** The parts of an HTTP response that the destination reads. */
export type RawResponse = Pick<ModifiedResponse, 'status' | 'content'>

/** The destination as a CDP would run it, bound to an endpoint. */
export interface BoundDestination {
  destination: Destination<Settings>
  settings: Settings
}

export function bindDestination(endpoint: Endpoint): BoundDestination {
  const { accessToken, pixelCode } = endpoint
  return { destination: new Destination(extend(definition, endpoint)), settings: { accessToken, pixelCode } }
}

/**
 * A request client as actions-core makes it for the destination, for one request.
 * @param signal abandons the request
 */
export function createRequestClient(endpoint: Endpoint, signal: AbortSignal) {
  const { accessToken, pixelCode, kind } = endpoint
  const data = { settings: { accessToken, pixelCode }, payload: {} }
  const request = createClient(extend(definition, endpoint).extendRequest?.(data) ?? {}, { signal })
  return async (url: string, options: Parameters<RequestClient>[1]): Promise<RawResponse> =>
    kind === 'dry-run' ? NOT_SENT : request(url, options)
}

/** The answer of an endpoint that does not accept the credentials. */
export interface CredentialsProblem {
  message: string
  /** Whether they are wrong; otherwise the endpoint could not check them, or did not answer. */
  isUnauthorized: boolean
  /** Code of the error, if the endpoint did not answer. */
  unreachable?: string
}

/**
 * Tests the credentials as a CDP does, which records nothing. The message is the destination's own, without the words
 * that actions-core puts before it.
 * @returns `undefined` if they work
 */
export async function testCredentials(endpoint: Endpoint): Promise<CredentialsProblem | undefined> {
  const { accessToken, pixelCode } = endpoint
  const { authentication, ...bound } = extend(definition, endpoint)
  let problem: CredentialsProblem | undefined
  const testAuthentication = async (request: RequestClient, data: { settings: Settings }) => {
    let unreachable: string | undefined
    const ask = (...args: Parameters<RequestClient>) =>
      request(...args).catch((error) => {
        unreachable = codeOf(error)
        throw error
      })
    try {
      await askForCredentials(ask as RequestClient, data.settings)
    } catch (error) {
      const { message, status } = error as Error & { status: number }
      problem = { message, isUnauthorized: status === UNAUTHORIZED, unreachable }
    }
  }
  const tested = { ...bound, authentication: authentication && { ...authentication, testAuthentication } }
  await new Destination(tested).testAuthentication({ accessToken, pixelCode })
  return problem
}

/** TikTok's answers have some hundred bytes. The rest of a longer one is not received: it could fill the memory. */
const MAX_ANSWER_BYTES = 64 * 1024

/** Limits the answers, and leads requests through a proxy, or to the sandbox, if the endpoint is one. */
function extend(original: DestinationDefinition<Settings>, endpoint: Endpoint): DestinationDefinition<Settings> {
  // `size` is node-fetch's own limit of a body, decompressed.
  const limit: object = { size: MAX_ANSWER_BYTES }
  return {
    ...original,
    extendRequest: (data) => ({
      ...original.extendRequest?.(data),
      ...limit,
      agent: agentFor(endpoint)
    })
  }
}

const NOT_SENT: RawResponse = { status: 200, content: '{"code":0,"message":"not sent"}' }
