import { isPlaceholder } from '../normalize'

/** Every key of `T` must be written down. An optional one may be `undefined`, which JSON leaves out. */
export type Complete<T> = { [K in keyof Required<T>]: T[K] }

/** A text without surrounding spaces; `undefined` if blank. */
export function text(value?: string | null): string | undefined {
  return value?.trim() || undefined
}

/** The non-blank texts of a list; `undefined` if there are none. */
export function texts(values: readonly (string | undefined)[] = []): string[] | undefined {
  const present = values.map(text).filter((value): value is string => value !== undefined)
  return present.length > 0 ? present : undefined
}

/** A text that identifies one thing. A placeholder such as `undefined` would be shared by many, and is left out. */
export function identifier(value = ''): string | undefined {
  return isPlaceholder(value) ? undefined : text(value)
}

/** A finite number; `undefined` for others, because JSON cannot express them. */
export function finite(value?: number | null): number | undefined {
  return Number.isFinite(value) ? (value as number) : undefined
}

/** A copy of an object with trimmed texts and finite numbers. Other values become `undefined`. */
export function present<T extends Record<string, string | string[] | number | undefined>>(object: T): T {
  const entries = Object.entries(object).map(([key, value]) => {
    if (Array.isArray(value)) return [key, texts(value)]
    return [key, typeof value === 'number' ? finite(value) : text(value)]
  })
  return Object.fromEntries(entries)
}

/** The same object; `undefined` if all of its keys are. */
export function unlessEmpty<T extends object>(object: T): T | undefined {
  for (const key in object) if (object[key] !== undefined) return object
  return undefined
}
