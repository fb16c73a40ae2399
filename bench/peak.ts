import { existsSync, readFileSync } from 'node:fs'

/**
 * Peak memory of a process, in megabytes. Linux only. The portable `maxRSS` would be the one of the parent process, if
 * that was larger.
 * @param pid of this process by default
 */
export function ownPeakOf(pid: number | 'self' = 'self'): number | undefined {
  const status = `/proc/${pid}/status`
  const [, kilobytes] = (existsSync(status) && /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(status, 'utf8'))) || []
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
}
