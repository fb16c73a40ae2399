import type { Warn } from '../left-out'
import { readAmount } from '../read/number'
import { isAnyone, isWrittenByCode } from '../read/placeholder'
import { isAbsent, readText } from '../read/text'

/** Every key of `T` must be written down. An optional one may be `undefined`, which JSON leaves out. */
export type Complete<T> = { [K in keyof Required<T>]: T[K] }

/** A text without surrounding spaces; `undefined` if blank. */
export function text(value?: string | null): string | undefined {
  return value?.trim() || undefined
}

/** Reads a text that is sent as it is, unless code wrote it for a missing value. Booleans arrive as texts. */
export function plainText(value: unknown, field: string, warn: Warn): string | undefined {
  const read = readText(value)
  if (read === undefined) {
    if (!isAbsent(value)) warn(field, 'not_readable')
    return undefined
  }
  if (!isWrittenByCode(read) && read !== 'true' && read !== 'false') return read
  warn(field, 'placeholder')
  return undefined
}

/** Reads a text that identifies one thing. A placeholder such as `undefined` would be shared by many, and is left out. */
export function identifier(value: unknown, field: string, warn: Warn): string | undefined {
  const read = readText(value)
  if (read === undefined) {
    if (!isAbsent(value)) warn(field, 'not_readable')
    return undefined
  }
  if (!isAnyone(read)) return read
  warn(field, 'placeholder')
  return undefined
}

/** The non-blank texts of a list or a value, each once; `undefined` if there are none. */
export function texts(value: unknown, field: string, warn: Warn): string[] | undefined {
  const all = new Set<string>()
  for (const each of Array.isArray(value) ? value : [value]) {
    const read = plainText(each, field, warn)
    if (read !== undefined) all.add(read)
  }
  return all.size > 0 ? [...all] : undefined
}

/** Reads a number from a number or a text; `undefined` for one that is absent or ambiguous. */
export function numeric(value: unknown, field: string, warn: Warn): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (isAbsent(value)) return undefined
  const amount = readAmount(typeof value === 'object' ? readText(value) : value)
  if (typeof amount === 'object') return amount.number
  warn(field, amount)
  return undefined
}

/** The same object; `undefined` if all of its keys are. */
export function unlessEmpty<T extends object>(object: T): T | undefined {
  for (const key in object) if (object[key] !== undefined) return object
  return undefined
}
