/** Segment's calls. https://segment.com/docs/connections/spec/ */
export const EVENT_TYPES = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const

export type EventType = (typeof EVENT_TYPES)[number]

export function isEventType(value: unknown): value is EventType {
  return EVENT_TYPES.some((type) => type === value)
}
