import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import { parseFql, validate } from '@segment/destination-subscriptions'
import { presets } from '../src/presets'

/** A mapping and the events it is for. */
export interface Subscription {
  name: string
  partnerAction: string
  subscribe: string
  mapping: JSONObject
  matches: (event: SegmentEvent) => boolean
}

/** The presets, as a CDP sets them up with a new destination. */
export function presetSubscriptions(): Subscription[] {
  return presets.map((preset) => {
    const { name = '', partnerAction, subscribe, mapping = {} } = preset as typeof preset & { subscribe: string }
    const condition = parseFql(subscribe)
    return { name, partnerAction, subscribe, mapping, matches: (event) => validate(condition, event) }
  })
}
