import type { JSONValue } from '@segment/actions-core'
import type { TikTokRequest } from '../../src/reportWebEvent/types'

/** The way of one event through mappings. It is plain JSON data, and holds the values of the event. */
export interface Explanation {
  /** The name of a track call, or else the type of the call. */
  name: string
  /** The reason why the event is not sent, whatever the mappings are: it opts out of this destination. */
  optOut?: string
  /** If no mapping matches: the trigger that fits best. Absent if none is for events like this one. */
  nearest?: NearestTrigger
  /** One entry for each mapping, in their order. */
  mappings: MappingExplanation[]
}

/** The way of the event through one mapping. */
export interface MappingExplanation {
  name: string
  trigger: TriggerExplanation
  /** Absent if the event does not go through the mapping. */
  outcome?: Outcome
}

/** The request that the event becomes, and its origin. */
export interface Outcome {
  /** The fields that the mapping fills, in the order of the mapping page. A part of an object is a field of its own. */
  fields: FieldExplanation[]
  /** Keys of the fields that the mapping does not fill. */
  unmapped: string[]
  /** The reason why no request is made. */
  problem?: string
  /**
   * The error by which Segment rejects the event, although it is sent from here: Segment validates values before the
   * destination could read them.
   */
  rejectedBySegment?: string
  /** The body of the request, as it would be sent. */
  request?: TikTokRequest
  /** A command that sends the request. The token is left to the variable `TIKTOK_ACCESS_TOKEN`. */
  curl?: string
  /** Everything that the sandbox finds wrong with the request. Empty if it accepts it; absent without a request. */
  faults?: Fault[]
}

/** A trigger, evaluated condition by condition. */
export interface TriggerExplanation {
  /** The trigger as FQL. */
  fql: string
  matches: boolean
  /** Absent if the trigger is not valid FQL. */
  condition?: Condition
}

export type Condition = ConditionGroup | Test

export interface ConditionGroup {
  kind: 'group'
  /** Whether all conditions have to hold, or one. */
  operator: 'and' | 'or'
  holds: boolean
  conditions: Condition[]
}

/** One comparison of a trigger. */
export interface Test {
  kind: 'test'
  /** The comparison as FQL. */
  fql: string
  holds: boolean
  /** The value it looked at. */
  read: PathRead
  /** The reason why it does not hold, if the value nearly fits. */
  nearMiss?: NearMiss
}

/** A trigger that an event nearly fits. */
export interface NearestTrigger {
  /** Name of the mapping. */
  mapping: string
  /** The condition that does not hold. */
  test: Test
}

/** A small difference between the value that was found and the expected one. */
export interface NearMiss {
  kind: 'case' | 'spaces' | 'type' | 'spelling'
  /** Such as `differs by case only`. It holds no value. */
  message: string
}

/** A look at one path of the event. */
export interface PathRead {
  /** Such as `$.properties.email`. */
  path: string
  /** Whether there is a value other than `null`. */
  isPresent: boolean
  /** Absent if there is none. */
  value?: JSONValue
  /** A path that exists, and differs in case, punctuation or one letter from an absent one. */
  nearest?: string
}

/** One field of a mapping. */
export interface FieldExplanation {
  /** Such as `email`, or `address.city` for a part of an object. */
  key: string
  /** Its name on the mapping page. */
  label: string
  /** Whether the mapping gives the same value to all events. */
  isConstant: boolean
  /** The paths it looked at, in order, each once. */
  reads: PathRead[]
  /** The value that the mapping gives. Absent if there is none. */
  raw?: JSONValue
  /** The texts that are hashed, after normalisation. Absent for values that are not hashed here. */
  normalized?: string[]
  /** Keys of the request that come from this field. */
  sent: SentValue[]
  /** Further keys of the request that would change without this field. */
  affects: string[]
  /** The reason why a value is not sent, or not all of it. */
  leftOut?: string
  /** Faults of the keys that come from this field. */
  faults: Fault[]
}

/** One key of the request. */
export interface SentValue {
  /** Such as `data.0.user.email`. */
  path: string
  value: JSONValue
  /** `digest` is a value that was a SHA-256 digest already. */
  form: 'plain' | 'hashed' | 'digest'
}

/** A fault of the request, in TikTok's terms. */
export interface Fault {
  /** TikTok's return code. */
  code: number
  /** It names the key, never the value. */
  message: string
  /** The key that is wrong. Absent if the fault is not in a key. */
  path?: string
  /** The field that the key comes from. */
  field?: string
}
