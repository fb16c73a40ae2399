/**
 * Freezes the prototype of all objects, so that whoever pollutes it fails. Libraries give their own objects methods of
 * the same names, such as `toString`, by assignment, which a frozen prototype would refuse: setters let them.
 */
const { prototype } = Object

for (const key of Reflect.ownKeys(prototype)) {
  const { value, get } = Object.getOwnPropertyDescriptor(prototype, key)
  if (get !== undefined) continue
  Object.defineProperty(prototype, key, {
    get: () => value,
    set(own) {
      if (this === prototype) throw new TypeError(`Object.prototype.${String(key)} was assigned to`)
      Object.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true })
    }
  })
}

Object.freeze(prototype)
