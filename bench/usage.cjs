// Preloaded into a command: writes what its process took to file descriptor 3 when it ends.
const { readFileSync, writeSync } = require('node:fs')
const { isMainThread } = require('node:worker_threads')

if (isMainThread) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage()
    writeSync(3, JSON.stringify({ cpu: user + system, peakRss: readPeakRss() }))
  })
}

/** In bytes. The system's `maxrss` would be that of the parent process, if that was larger. */
function readPeakRss() {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
    return kilobytes * 1024
  } catch {
    return undefined
  }
}
