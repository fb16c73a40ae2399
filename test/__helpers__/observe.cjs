// Preloaded into a command: writes to the file OBSERVED which modules its main thread has loaded, and how many threads
// it has started.
const { writeFileSync } = require('node:fs')
const { isMainThread } = require('node:worker_threads')

if (isMainThread) {
  let threads = 0
  process.on('worker', () => threads++)
  process.on('exit', () => {
    writeFileSync(process.env.OBSERVED, JSON.stringify({ modules: Object.keys(require.cache), threads }))
  })
}
