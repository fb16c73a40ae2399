import { readdirSync, readFileSync } from 'node:fs'
import { ownPeakOf } from './peak'

/** Ticks of Linux are a hundredth of a second. */
const MICROSECONDS_A_TICK = 10_000

/** Microseconds of CPU that a process and its children have used, those that have ended included. Linux only. */
export function cpuOf(pid: number): number {
  return childrenOf(pid).reduce((sum, child) => sum + cpuOf(child), read(pid)?.cpu ?? 0)
}

/** Peak memory of a process or one of its children, whichever is larger, in megabytes. Linux only. */
export function peakOf(pid: number): number {
  return Math.max(ownPeakOf(pid) ?? 0, ...childrenOf(pid).map(peakOf))
}

function childrenOf(pid: number): number[] {
  const pids = readdirSync('/proc').map(Number)
  return pids.filter((each) => read(each)?.parent === pid)
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, from the field behind the name on */
function read(pid: number): { parent: number; cpu: number } | undefined {
  try {
    const [, fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/^.*\) /s)
    const numbers = fields.split(' ').map(Number)
    const ticks = numbers.slice(11, 15).reduce((sum, each) => sum + each)
    return { parent: numbers[1], cpu: ticks * MICROSECONDS_A_TICK }
  } catch {
    return undefined
  }
}
