import { readdirSync, readFileSync } from 'node:fs'

/** Ticks of Linux are a hundredth of a second. */
const MICROSECONDS_A_TICK = 10_000

/** Microseconds of CPU that a process and its children have used, those that have ended included. Linux only. */
export function cpuOf(pid: number): number {
  const usage = read(pid)
  return usage === undefined ? 0 : usage.cpu + childrenOf(pid).reduce((sum, child) => sum + cpuOf(child), 0)
}

/** Microseconds of CPU that the children of this process had used when they ended. */
export function cpuOfEndedChildren(): number {
  const usage = read(process.pid)
  return usage === undefined ? 0 : usage.ended
}

function childrenOf(pid: number): number[] {
  const pids = readdirSync('/proc').map(Number)
  return pids.filter((each) => Number.isInteger(each) && read(each)?.parent === pid)
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, from the field behind the name on */
function read(pid: number): { parent: number; cpu: number; ended: number } | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number)
    const [user, system, endedUser, endedSystem] = fields.slice(11, 15)
    const ended = (endedUser + endedSystem) * MICROSECONDS_A_TICK
    return { parent: fields[1], cpu: (user + system) * MICROSECONDS_A_TICK + ended, ended }
  } catch {
    return undefined
  }
}
