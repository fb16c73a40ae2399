import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { bin } from 'tiktok-conversions/package.json'
import type { Usage } from './measure'

export const COMMAND = join(dirname(require.resolve('tiktok-conversions/package.json')), bin['tiktok-conversions'])

/** Runs the built command. @throws Error if it ends without a report */
export async function runCommand(
  args: readonly string[],
  cwd = tmpdir(),
  input: Iterable<Buffer> | AsyncIterable<Buffer> = []
): Promise<{ stdout: string; usage: Usage }> {
  const begin = performance.now()
  const allArgs = ['--require', join(__dirname, 'usage.js'), COMMAND, ...args]
  const child = spawn(process.execPath, allArgs, { cwd, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] })
  // A command that fails at once does not read its input.
  Readable.from(input)
    .pipe(child.stdin as Writable)
    .on('error', () => undefined)
  const outputs = child.stdio.slice(1).map((stream) => text(stream as Readable))
  const [[exitCode], stdout, stderr, usage] = await Promise.all([once(child, 'close'), ...outputs])
  if (stdout === '' || usage === '') throw new Error(`${args.join(' ')} ended with ${exitCode}: ${stderr}`)
  return { stdout, usage: { seconds: (performance.now() - begin) / 1000, ...JSON.parse(usage) } }
}
