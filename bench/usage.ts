/** Preloaded into a command: writes its CPU time and its peak memory to file descriptor 3 when it ends. */
import { writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import { ownPeakOf } from './peak'

if (isMainThread) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage()
    writeSync(3, JSON.stringify({ cpu: user + system, peak: ownPeakOf() }))
  })
}
