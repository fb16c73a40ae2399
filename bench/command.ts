import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Usage } from './measure'

const COMMAND = join(__dirname, '..', 'cli', 'main.js')
const USAGE = join(__dirname, 'usage.js')

/** Runs the built command, or Node.js alone where there are no arguments. @throws Error where it fails */
export async function runCommand(args: readonly string[]): Promise<{ stdout: string; usage: Usage }> {
  const begin = performance.now()
  const program = args.length === 0 ? ['-e', '0'] : [COMMAND, ...args]
  const child = spawn(process.execPath, ['--require', USAGE, ...program], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const streams = child.stdio.slice(1) as Readable[]
  const [[exitCode], stdout, stderr, usage] = await Promise.all([
    once(child, 'close'),
    ...streams.map((stream) => text(stream))
  ])
  if (exitCode !== 0) throw new Error(`${args.join(' ')} failed: ${stdout}${stderr}`)
  return { stdout, usage: { seconds: (performance.now() - begin) / 1000, ...JSON.parse(usage) } }
}
