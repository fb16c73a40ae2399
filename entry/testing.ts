import type { Destination, JSONObject } from '@segment/actions-core'
import { bindDestination } from '../runner/delivery/destination'
import { sandboxEndpoint } from '../runner/delivery/endpoint'
import { presetMappings } from '../runner/mappings/presets'
import type { Sandbox } from '../sandbox'
import type { Settings } from '../src/generated-types'

export type { Sandbox, SandboxOptions } from '../sandbox'
export { startSandbox } from '../sandbox'

/** A mapping of a CDP: the events it is for, in FQL, and the fields of the action. */
export type Subscription = {
  name: string
  subscribe: string
  partnerAction: string
  mapping: JSONObject
}

/** The destination as a CDP runs it, and the settings to call it with. */
export interface SandboxBinding {
  destination: Destination<Settings>
  /** The sandbox's credentials, and the mappings that `destination.onEvent` and `destination.onBatch` choose from. */
  settings: Settings & JSONObject & { subscriptions: Subscription[] }
}

/**
 * Binds the destination to a sandbox, for tests. Its requests are those for TikTok, unchanged, but they are sent to the
 * sandbox: TikTok cannot be reached.
 * @param subscriptions the mappings; the presets by default
 */
export function bindToSandbox(
  sandbox: Pick<Sandbox, 'port' | 'accessToken' | 'pixelCode'>,
  subscriptions: Subscription[] = presetMappings()
): SandboxBinding {
  const { destination, settings } = bindDestination(sandboxEndpoint(sandbox))
  return { destination, settings: { ...settings, subscriptions } as SandboxBinding['settings'] }
}
