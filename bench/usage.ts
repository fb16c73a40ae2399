/** Preloaded into a command: writes its CPU time and its peak memory to file descriptor 3 when it ends. */
import { existsSync, readFileSync, writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

/** Exists on Linux only. The portable `maxRSS` would be that of the parent process, if that was larger. */
const STATUS = '/proc/self/status'

if (isMainThread) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage()
    const [, kilobytes] = (existsSync(STATUS) && /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'))) || []
    writeSync(3, JSON.stringify({ cpu: user + system, peak: kilobytes && Number(kilobytes) / 1024 }))
  })
}
