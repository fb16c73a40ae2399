import type { OtherEvent } from '../src/reportWebEvent/constants'
import { OTHER_EVENTS } from '../src/reportWebEvent/constants'

/** Describes what TikTok does with an older event name; `undefined` for any other name. */
export function describeOldEvent(name: string): string | undefined {
  const event = findOldEvent(name)
  if (event === undefined) return undefined
  const { replacement = 'another standard event', endsIn } = event
  return endsIn === undefined ? `TikTok converts it to ${replacement}` : `supported until ${endsIn}, use ${replacement}`
}

/** Warns of an older event name; `undefined` for any other name. */
export function warnOfOldEvent(name: string): string | undefined {
  const event = findOldEvent(name)
  if (event === undefined) return undefined
  const { replacement, endsIn } = event
  if (endsIn === undefined) return `TikTok converts ${name} to ${replacement}: map ${replacement} instead.`
  const advice =
    replacement === undefined
      ? 'map a standard event that fits instead, such as Contact, or Purchase for an order'
      : `map ${replacement} instead (npx tiktok-conversions presets --rename ${name}=${replacement})`
  return `TikTok supports ${name} until ${endsIn} only: ${advice}.`
}

function findOldEvent(name: string): OtherEvent | undefined {
  const event = Object.hasOwn(OTHER_EVENTS, name) ? OTHER_EVENTS[name as keyof typeof OTHER_EVENTS] : undefined
  return event?.remark === undefined ? event : undefined
}
