import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { z } from 'zod'

/** The types of values that TikTok documents, each with the message for a value of another type. */

export const BLANK = 'Blank: leave the key out.'

/** Messages name the type, never the value: it can be personal. */
export const not = (type: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? 'Missing.' : `Not a valid ${type}.`)
})
export const object = <T extends z.ZodRawShape>(keys: T) => z.looseObject(keys, not('object'))
export const oneOf = <T extends string>(...values: T[]) => z.enum(values, not(`choice: ${values.join(', ')}`))

export const text = z.string(not('string'))
export const texts = z.array(text, not('list of strings'))
export const textOrTexts = z.union([text, texts], not('string or list of strings'))
export const number = z.number(not('number'))
export const integer = z.int(not('integer'))
export const boolean = z.boolean(not('boolean'))

export const filledText = z
  .string({ error: ({ input }) => (isBlank(input) ? BLANK : not('string').error({ input })) })
  .refine((value) => !isBlank(value), BLANK)

/** A value with twelve digits or more is in milliseconds. */
export const unixSeconds = integer.min(0, not('time in Unix seconds')).max(99_999_999_999, not('time in Unix seconds'))

/** Standard and older names follow the rule for custom names, the only one that TikTok documents. */
export const webEventName = text.regex(/^[a-z][\w-]{0,49}$/i, not('event name'))

export const currency = text.regex(/^[A-Z]{3}$/, not('currency: three upper-case letters'))

export const date = text.regex(/^\d{4}-?\d{2}-?\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:?\d{2}))?$/, not('date'))
export const yearOfFourDigits = integer.min(1000, not('year of four digits')).max(9999, not('year of four digits'))

/** Special-purpose ranges of IPv4 (RFC 6890). The ranges for documentation count as public, so that examples work. */
const NOT_PUBLIC = new BlockList()
NOT_PUBLIC.addSubnet('0.0.0.0', 8)
NOT_PUBLIC.addSubnet('10.0.0.0', 8)
NOT_PUBLIC.addSubnet('100.64.0.0', 10)
NOT_PUBLIC.addSubnet('127.0.0.0', 8)
NOT_PUBLIC.addSubnet('169.254.0.0', 16)
NOT_PUBLIC.addSubnet('172.16.0.0', 12)
NOT_PUBLIC.addSubnet('192.0.0.0', 24)
NOT_PUBLIC.addSubnet('192.168.0.0', 16)
NOT_PUBLIC.addSubnet('198.18.0.0', 15)
NOT_PUBLIC.addSubnet('224.0.0.0', 3)

/** The global unicast addresses of IPv6, 2000::/3 (RFC 4291), without a zone. */
const GLOBAL_IPV6 = /^[23][\da-f]{3}:[^%]*$/i

export const publicAddress = text.refine(
  (ip) => (isIPv4(ip) ? !NOT_PUBLIC.check(ip) : isIPv6(ip) && GLOBAL_IPV6.test(ip)),
  not('public IPv4 or IPv6 address')
)

/** Whether TikTok wants the key left out: null, a blank text or an empty list. */
export function isBlank(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  return value === null || (Array.isArray(value) && value.length === 0)
}
