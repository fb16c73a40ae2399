import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { Run } from './command'
import { COMMAND } from './command'

/**
 * Runs a line of Bash, in which `"$@"` is the command with its arguments.
 * @param cwd the working folder
 */
export async function runInShell(line: string, args: readonly string[], cwd: string): Promise<Run> {
  const shell = spawn('bash', ['-c', line, 'bash', process.execPath, COMMAND, ...args], { cwd })
  const status = new Promise<number | null>((resolve) => {
    shell.on('close', resolve)
  })
  shell.stdin.on('error', () => undefined).end()
  const [stdout, stderr] = await Promise.all([text(shell.stdout), text(shell.stderr)])
  return { status: await status, stdout, stderr }
}
