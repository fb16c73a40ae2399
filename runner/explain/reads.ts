/** A look at one path of an event. */
export interface Read {
  keys: readonly string[]
  value: unknown
}

/** An array index, which is a key of a path; everything else that is read of an array is one of its methods. */
const INDEX = /^\d+$/

/** Methods that JSON and Liquid look for in every object. */
const METHODS = ['toJSON', 'toLiquid', 'next', 'toString', 'valueOf']

/**
 * Notes which paths of an event are read. The event itself is wrapped, so that whoever evaluates a mapping or a trigger
 * need not know. Copying a value that was read already is not noted.
 */
export class ReadRecorder {
  private readonly noted: Read[] = []
  /** Keys that are read because their object is copied. */
  private readonly copied = new WeakMap<object, Set<PropertyKey>>()

  /** @param event plain JSON data that is not frozen */
  wrap<T extends object>(event: T): T {
    return this.proxyOf(event, []) as T
  }

  /** The reads so far. Of the steps to a value only the last one counts. */
  get reads(): Read[] {
    return this.noted.filter(({ keys }, index) => {
      const next = this.noted[index + 1]
      return next === undefined || next.keys.length <= keys.length || !startsWith(next.keys, keys)
    })
  }

  private proxyOf(target: object, keys: readonly string[]): object {
    return new Proxy(target, {
      get: (_target, key) => this.get(target, key, keys),
      ownKeys: () => {
        this.noteCopy(target)
        return Reflect.ownKeys(target)
      },
      has: (_target, key) => {
        // `map` asks for each index before it reads it.
        if (Array.isArray(target)) this.copied.set(target, (this.copied.get(target) ?? new Set()).add(key))
        else this.noteAbsence(target, key, keys)
        return Reflect.has(target, key)
      },
      getOwnPropertyDescriptor: (_target, key) => {
        this.noteAbsence(target, key, keys)
        return Reflect.getOwnPropertyDescriptor(target, key)
      }
    })
  }

  private get(target: object, key: PropertyKey, keys: readonly string[]): unknown {
    const value: unknown = Reflect.get(target, key)
    // JSON asks for this method before it reads the whole of an object.
    if (key === 'toJSON') this.noteCopy(target)
    if (!isKeyOf(target, key)) return value
    if (this.copied.get(target)?.delete(key) !== true) this.noted.push({ keys: [...keys, key], value })
    return typeof value === 'object' && value !== null ? this.proxyOf(value, [...keys, key]) : value
  }

  /** Liquid asks whether there is a key, and reads it only if there is. */
  private noteAbsence(target: object, key: PropertyKey, keys: readonly string[]): void {
    if (!Object.hasOwn(target, key) && isKeyOf(target, key)) this.noted.push({ keys: [...keys, key], value: undefined })
  }

  private noteCopy(target: object): void {
    this.copied.set(target, new Set(Reflect.ownKeys(target)))
  }
}

/** Whether a key is one of the event, not a method that libraries look for. */
function isKeyOf(target: object, key: PropertyKey): key is string {
  if (typeof key === 'symbol') return false
  if (Array.isArray(target)) return INDEX.test(String(key))
  return Object.hasOwn(target, key) || !METHODS.includes(String(key))
}

/** Whether a list of keys begins with another one. */
export function startsWith(keys: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((key, index) => keys[index] === key)
}
