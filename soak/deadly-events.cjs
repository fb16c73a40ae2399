// Preloaded into `serve`: its deliverer ends, hangs, or runs out of memory when it reads an event of such a name.
const { basename } = require('node:path')

const POISONS = {
  'Poison: exit': () => process.exit(9),
  // Without an end, and without a load on the processor, which other tests may need.
  'Poison: hang': () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  'Poison: memory': () => {
    const eaten = []
    for (;;) eaten.push(new Array(100_000).fill(eaten.length))
  }
}

if (basename(process.argv[1] ?? '') === 'process.js') {
  const parse = JSON.parse
  JSON.parse = (text, reviver) => {
    const value = parse(text, reviver)
    if (typeof value?.event === 'string' && Object.hasOwn(POISONS, value.event)) POISONS[value.event]()
    return value
  }
}
