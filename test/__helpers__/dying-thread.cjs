// Preloaded into a command: its further threads end, or fail, before they run.
const { isMainThread } = require('node:worker_threads')

if (!isMainThread) {
  if (process.env.DYING === 'ends') process.exit(3)
  throw new Error('no memory')
}
