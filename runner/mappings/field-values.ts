/** Keys and indexes that lead to a value of a mapping. */
export type ValuePath = readonly (string | number)[]

/** A value that a mapping may give to a field. */
export interface MappedValue {
  /** Keys that lead to the place in the mapping. */
  path: ValuePath
  /** Keys of the field that it is for, without directives and indexes. */
  field: readonly string[]
  /** The value itself, if it is the same for all events. */
  constant?: string | number | boolean
  /** The text to fill in, if it is a template. */
  template?: string
  /** The path of an event that leads to its value. */
  source?: string
  /** Paths of an event that lead to something if this value is reached. */
  guards: readonly string[]
}

/** A placeholder of a template. */
const PLACEHOLDER = /\{\{\{?([^{}]+)\}\}\}?/g

/** The paths in a template. */
export function placeholdersIn(template: string): string[] {
  return Array.from(template.matchAll(PLACEHOLDER), ([, path]) => path.trim())
}

/** The text of a template without its placeholders. */
export function fixedPartOf(template: string): string {
  return template.replace(PLACEHOLDER, '')
}

/** The values that a mapping may give to a field, from each branch and each key of an object. */
export function* outcomesOf(
  value: unknown,
  at: Pick<MappedValue, 'path' | 'field' | 'guards'>
): Generator<MappedValue> {
  if (value === undefined || value === null) return
  if (typeof value !== 'object') {
    yield { ...at, constant: value as string | number | boolean }
    return
  }
  const isList = Array.isArray(value)
  for (const [key, child] of Object.entries(value)) {
    if (key === '_metadata') continue
    const path = [...at.path, isList ? Number(key) : key]
    if (key.startsWith('@')) yield* outcomesOfDirective(key, child, { ...at, path })
    else yield* outcomesOf(child, { ...at, path, field: isList ? at.field : [...at.field, key] })
  }
}

function* outcomesOfDirective(
  name: string,
  body: unknown,
  at: Pick<MappedValue, 'path' | 'field' | 'guards'>
): Generator<MappedValue> {
  const holder = { ...at, path: at.path.slice(0, -1) }
  if (typeof body === 'string' && name === '@path') yield { ...holder, source: body }
  else if (typeof body === 'string' && name === '@template') {
    yield placeholdersIn(body).length > 0 ? { ...holder, template: body } : { ...holder, constant: body }
  } else if (name === '@literal' || name === '@excludeWhenNull') yield* outcomesOf(body, at)
  else if (Array.isArray(body) && name === '@arrayPath') yield* outcomesOf(body[1], { ...at, path: [...at.path, 1] })
  else if (typeof body === 'object' && body !== null) yield* outcomesOfOptions(name, body as DirectiveOptions, at)
}

type DirectiveOptions = Record<string, unknown>

/** Options of each directive that hold what comes out of it. */
const RESULTS: Record<string, readonly string[]> = {
  '@if': ['then', 'else'],
  '@case': ['value'],
  '@replace': ['value'],
  '@json': ['value'],
  '@merge': ['objects']
}

function* outcomesOfOptions(
  name: string,
  options: DirectiveOptions,
  at: Pick<MappedValue, 'path' | 'field' | 'guards'>
): Generator<MappedValue> {
  const guard = pathIn(options.exists) ?? pathIn(options.blank)
  for (const key of RESULTS[name] ?? []) {
    const guards = key === 'then' && guard !== undefined ? [...at.guards, guard] : at.guards
    yield* outcomesOf(options[key], { ...at, path: [...at.path, key], guards })
  }
}

function pathIn(value: unknown): string | undefined {
  const path = (value as DirectiveOptions | null | undefined)?.['@path']
  return typeof path === 'string' ? path.replace(/^\$\./, '') : undefined
}
