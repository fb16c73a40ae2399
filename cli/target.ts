import { Agent } from 'node:https'
import { connect } from 'node:net'
import type { DestinationDefinition, RequestClient } from '@segment/actions-core'
import { Destination } from '@segment/actions-core'
import definition from '../src'
import type { Settings } from '../src/generated-types'
import { UsageError } from './exit'

/** Where events go: a destination, as a CDP would run it, and the settings it runs with. */
export interface Target {
  destination: Destination<Settings>
  settings: Settings
}

/** TikTok itself. @throws UsageError where the environment holds no credentials */
export function liveTarget(): Target {
  const accessToken = process.env.TIKTOK_ACCESS_TOKEN
  const pixelCode = process.env.TIKTOK_PIXEL_CODE
  if (!accessToken || !pixelCode) {
    throw new UsageError(
      'TIKTOK_ACCESS_TOKEN and TIKTOK_PIXEL_CODE must be set in the environment. Without credentials, try --sandbox or --dry-run.'
    )
  }
  return { destination: new Destination(definition), settings: { accessToken, pixelCode } }
}

/** A sandbox on this machine. TikTok's own address leads there, so that nothing can reach TikTok. */
export function sandboxTarget(sandbox: { port: number; accessToken: string; pixelCode: string }): Target {
  const redirected: DestinationDefinition<Settings> = {
    ...definition,
    // actions-core destroys the agent after every answer, with all requests that are under way on it.
    extendRequest: (data) => ({ ...definition.extendRequest?.(data), agent: new LoopbackAgent(sandbox.port) })
  }
  const { accessToken, pixelCode } = sandbox
  return { destination: new Destination(redirected), settings: { accessToken, pixelCode } }
}

/** Nobody: a request is handed to `onRequest` and counts as accepted. There is no network in this one. */
export function dryRunTarget(onRequest: (url: string, body: unknown) => void): Target {
  const request = (async (url, options) => {
    onRequest(url, options?.json)
    return { status: 200, content: '{"code":0,"message":"not sent"}' }
  }) as RequestClient

  const { perform, ...action } = definition.actions.reportWebEvent
  const recorded: DestinationDefinition<Settings> = {
    ...definition,
    actions: { reportWebEvent: { ...action, perform: (_request, data) => perform(request, data) } }
  }
  return { destination: new Destination(recorded), settings: { accessToken: 'not-sent', pixelCode: dryRunPixelCode() } }
}

function dryRunPixelCode(): string {
  return process.env.TIKTOK_PIXEL_CODE || 'YOUR_PIXEL_CODE'
}

/** Carries HTTPS requests to a port of this machine, without encryption. */
class LoopbackAgent extends Agent {
  constructor(private readonly port: number) {
    super()
  }

  override createConnection() {
    return connect(this.port, '127.0.0.1')
  }
}
