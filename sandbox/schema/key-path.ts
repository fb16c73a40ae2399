/** The keys of objects and positions in lists that lead to a value. Positions are numbers. */
export type KeyPath = readonly PropertyKey[]

const PLAIN_KEY = /^[a-z_][\w-]{0,49}$/i

/** `data.0.user.email`. A key that does not look like a name becomes `<key>`: it can be a personal value itself. */
export function formatKeyPath(path: KeyPath): string {
  return path.map((key) => (typeof key === 'number' || PLAIN_KEY.test(String(key)) ? String(key) : '<key>')).join('.')
}

/**
 * Visits a value and all values inside it, the outer ones first.
 * @param visit gets a path that changes after the call; it returns `false` to skip the values inside
 */
export function walk(value: unknown, visit: (value: unknown, path: KeyPath) => boolean, base: KeyPath = []): void {
  const path = [...base]
  const step = (child: unknown, key: PropertyKey): void => {
    path.push(key)
    descend(child)
    path.pop()
  }
  const descend = (value: unknown): void => {
    if (!visit(value, path)) return
    if (Array.isArray(value)) value.forEach(step)
    else if (typeof value === 'object') for (const [key, child] of Object.entries(value ?? {})) step(child, key)
  }
  descend(value)
}
