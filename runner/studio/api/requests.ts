import type { ResultRow as DeliveryRow } from '../../delivery/result'
import type { Json } from './mappings'

export interface SendAnswer {
  /** One for each mapping that matches the event, or one for the event. */
  rows: DeliveryRow[]
}

export interface RequestList {
  /** The address of the sandbox, for `send --sandbox-port` and others. */
  url: string
  port: number
  /** The newest first, 200 at most. */
  requests: SandboxRequest[]
  /** All since the beginning, or since they were last forgotten. */
  total: number
}

/** A request to the sandbox, and its answer. */
export interface SandboxRequest {
  id: string
  /** Unix milliseconds. */
  time: number
  events: number
  /** TikTok's event names in it. */
  names: string[]
  /** HTTP status; absent if the connection was dropped. */
  status?: number
  /** TikTok's return code; 0 is success. */
  code?: number
  message?: string
  dropped?: 'before' | 'after'
  /** Keys that TikTok does not document. */
  warnings: string[]
  /** The body; absent if it was larger than 64 kB. */
  body?: Json
}

/** The answer to the next requests in place of the usual one, as in `sandbox.stub()`. */
export interface SandboxStub {
  times?: number
  code?: number
  message?: string
  status?: number
  body?: string
  /** Milliseconds. */
  delay?: number
  drop?: 'before' | 'after'
}
