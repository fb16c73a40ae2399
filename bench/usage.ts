/** Preloaded into a command: writes what its process took to file descriptor 3 when it ends. */
import { readFileSync, writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage()
    writeSync(3, JSON.stringify({ cpu: user + system, peakRss: readPeakRss() }))
  })
}

/** In bytes; unknown outside Linux. The system's `maxrss` would be that of the parent process, if that was larger. */
function readPeakRss(): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    return Number(kilobytes) * 1024
  } catch {
    return undefined
  }
}
