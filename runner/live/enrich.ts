import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../json'
import { isObject, objectOr } from '../json'
import { foldName } from '../names'
import type { EventType } from '../segment-event'
import { mergeIntegrations } from '../segment-event'
import { correctTimestamp } from './event-time'
import { applyIpPolicy } from './ip-address'

/** The request that events came with. */
export interface Arrival {
  receivedAt: Date
  /** Whether people's devices send such requests. `undefined` if the library of each event decides. */
  isFromDevice?: boolean
  /** The address of the sender. */
  ip?: string
  userAgent?: string
  ipPolicy?: string
  /** The context of a batch. Its events' own values go before. */
  batch?: { sentAt?: unknown; context?: unknown; integrations?: unknown }
}

/** Libraries that run in browsers and apps; all others run on servers, whose address and user agent are no person's. */
const DEVICE_LIBRARY =
  /^(?:analytics\.js|analytics-(?:next|kotlin|swift|ios|android|flutter)|(?:@segment\/)?analytics-react-native|RudderLabs JavaScript SDK|rudder-(?:android|ios|sdk-js|reactnative|flutter)[\w.-]*|com\.rudderstack\.[\w.-]+|@jitsu\/js|jitsu-js)$/i

/** A user agent that stands for a person's browser rather than for a library. */
const BROWSER = /^Mozilla\//

/** Completes an event as Segment does. https://segment.com/docs/connections/spec/common/ */
export function enrich(event: JsonObject, type: EventType, arrival: Arrival): JsonObject {
  const { writeKey: _writeKey, _metadata, ...rest } = event
  const { receivedAt, batch = {} } = arrival
  const sentAt = event.sentAt ?? batch.sentAt
  // RudderStack's libraries send the original time only.
  const original = event.timestamp ?? event.originalTimestamp
  return {
    ...rest,
    type,
    messageId: messageIdOf(event),
    context: completeContext({ ...objectOr(batch.context), ...objectOr(event.context) }, arrival),
    integrations: mergeIntegrations(batch.integrations, event.integrations),
    originalTimestamp: original,
    timestamp: correctTimestamp({ original, sentAt }, receivedAt),
    sentAt: sentAt ?? receivedAt.toISOString(),
    receivedAt: receivedAt.toISOString()
  }
}

/**
 * Completes an event that a CDP has completed before: its times and its address are right. It has followed `All` as
 * well, which speaks of the webhook there: a deliverer would read it as this destination.
 */
export function completeForwarded(event: JsonObject, type: EventType, { receivedAt, ipPolicy }: Arrival): JsonObject {
  const context = objectOr(event.context)
  return {
    ...event,
    type,
    integrations: withoutAll(event.integrations),
    messageId: messageIdOf(event),
    context: { ...context, ip: applyIpPolicy(context.ip, ipPolicy) },
    receivedAt: event.receivedAt ?? receivedAt.toISOString()
  }
}

function withoutAll(integrations: unknown): unknown {
  if (!isObject(integrations)) return undefined
  return Object.fromEntries(Object.entries(integrations).filter(([name]) => foldName(name) !== 'all'))
}

/** A repeat of an event without one cannot be recognized. */
export function hasMessageId({ messageId }: JsonObject): boolean {
  return messageId !== undefined && messageId !== null && String(messageId).trim() !== ''
}

function messageIdOf(event: JsonObject): string {
  return hasMessageId(event) ? String(event.messageId) : randomUUID()
}

/** The sender of a device's request, whatever it states itself. A server's address would be one person for TikTok. */
function completeContext(context: JsonObject, arrival: Arrival): JsonObject {
  const isFromDevice = arrival.isFromDevice ?? (context.direct === true || isDeviceLibrary(context.library))
  const ip = isFromDevice ? (arrival.ip ?? context.ip) : context.ip
  const seenAgent = isFromDevice && BROWSER.test(arrival.userAgent ?? '') ? arrival.userAgent : undefined
  return { ...context, ip: applyIpPolicy(ip, arrival.ipPolicy), userAgent: context.userAgent ?? seenAgent }
}

function isDeviceLibrary(library: unknown): boolean {
  return DEVICE_LIBRARY.test(String(objectOr(library).name))
}
