// Preloaded into a command: the disk never answers, so that nothing keeps the command alive.
require('node:fs/promises').open = () => new Promise(() => undefined)
