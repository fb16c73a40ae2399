import { main } from '../../runner/cli/program'
import type { JsonReport, Run } from './command'

/** Runs the command line in this process, without a build; it reads files, not standard input. */
export async function runInProcess(args: readonly string[]): Promise<Run> {
  const stdout: string[] = []
  const stderr: string[] = []
  const log = jest.spyOn(console, 'log').mockImplementation((text) => void stdout.push(`${text}\n`))
  const error = jest.spyOn(console, 'error').mockImplementation((text) => void stderr.push(`${text}\n`))
  try {
    const status = await main(['node', 'tiktok-conversions', ...args])
    return { status, stdout: stdout.join(''), stderr: stderr.join('') }
  } finally {
    log.mockRestore()
    error.mockRestore()
  }
}

/** Rehearses the delivery of a file. */
export async function rehearse(file: string, ...flags: string[]): Promise<Run & { report: JsonReport }> {
  const run = await runInProcess(['send', file, '--dry-run', '--json', ...flags])
  return { ...run, report: run.stdout === '' ? undefined : JSON.parse(run.stdout) }
}
