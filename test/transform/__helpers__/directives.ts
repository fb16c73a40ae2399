import fc from 'fast-check'

/** What a node of any mapping can hold. */
export interface Parts {
  child: fc.Arbitrary<unknown>
  /** Keys of objects. */
  key: fc.Arbitrary<string>
  path: fc.Arbitrary<string>
}

/** Lists, objects and every directive that actions-core reads, except `@path` and `@liquid`, with any nodes in them. */
export function anyDirectives({ child, key, path }: Parts): fc.Arbitrary<unknown>[] {
  return [
    fc.array(child, { maxLength: 3 }),
    fc.array(fc.tuple(key, child), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
    fc.record({ exists: child, then: child, else: child }, { requiredKeys: [] }).map((o) => ({ '@if': o })),
    fc.record({ blank: child, then: child, else: child }, { requiredKeys: ['blank'] }).map((o) => ({ '@if': o })),
    path.map((text) => ({ '@if': { exists: { '@path': text }, then: { '@path': text }, else: { '@path': '$.a' } } })),
    fc.tuple(fc.oneof(path, child), child).map((pair) => ({ '@arrayPath': pair })),
    path.map((text) => ({ '@template': `{{${text.slice(2)}}} and {{{a}}}` })),
    fc.record({ value: child, operator: fc.constantFrom('lower', 'upper', 'other') }).map((o) => ({ '@case': o })),
    fc.record({ value: child, pattern: fc.constantFrom('a', '.', '5', '') }).map((o) => ({ '@replace': o })),
    fc.record({ value: child, separator: fc.constantFrom('.', '_', '') }).map((o) => ({ '@flatten': o })),
    fc.record({ value: child, mode: fc.constantFrom('encode', 'decode') }).map((o) => ({ '@json': o })),
    fc
      .record({ objects: fc.array(child, { maxLength: 2 }), direction: fc.constantFrom('left', 'right') })
      .map((o) => ({ '@merge': o })),
    fc.record({ apply: fc.record({ a: child }), mapping: child }).map((o) => ({ '@transform': o })),
    child.map((each) => ({ '@excludeWhenNull': each })),
    child.map((each) => ({ '@literal': each }))
  ]
}
