import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Tally } from '../../runner/delivery/tally'

export const ROOT = join(__dirname, '..', '..')
export const COMMAND = join(ROOT, 'dist', 'runner', 'cli', 'main.js')

export interface Run {
  status: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  /** Standard input; without it, it stays open. */
  input?: string | Buffer
  env?: Record<string, string>
  /** Is given the process when it has started. */
  onStart?: (child: ChildProcess) => void
}

/** The environment, without the credentials of whoever runs the tests. */
export function withoutCredentials(): NodeJS.ProcessEnv {
  const { TIKTOK_ACCESS_TOKEN: _token, TIKTOK_PIXEL_CODE: _pixel, ...inherited } = process.env
  return inherited
}

/** Runs the real command, without the credentials of whoever runs the tests. */
export function tiktokConversions(
  args: readonly string[],
  { input, env = {}, onStart }: RunOptions = {}
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...args], { cwd: ROOT, env: { ...withoutCredentials(), ...env } })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, stdout, stderr }))
    // A command that fails at once does not read its input.
    child.stdin.on('error', () => undefined)
    if (input !== undefined) child.stdin.end(input)
    onStart?.(child)
  })
}

export type JsonReport = Tally & {
  version: number
  seconds: number
  stopped?: string
  readErrors: string[]
  /** Of a dry run. */
  dryRun?: true
  wouldBeSent?: number
  /** Of a run whose input was finished before: the counts of the run that finished it. */
  alreadyFinished?: true
  earlier?: Tally
}

/** A folder for the files of a test file; it is gone afterwards. */
export class TestFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'tiktok-conversions-'))

  file(name: string): string {
    return join(this.path, name)
  }

  write(name: string, content: string | Buffer): string {
    writeFileSync(this.file(name), content)
    return this.file(name)
  }

  writeEvents(name: string, events: readonly object[]): string {
    const text = toLines(events)
    return this.write(name, name.endsWith('.gz') ? gzipSync(text) : text)
  }

  remove(): void {
    rmSync(this.path, { recursive: true })
  }
}

export function toLines(events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('')
}

/** Orders that the preset Place an Order takes, with IDs from m0 on. */
export function ordersOf(count: number, propertiesOf: (index: number) => object = () => ({})): object[] {
  return Array.from({ length: count }, (_, index) => ({
    type: 'track',
    event: 'Order Completed',
    messageId: `m${index}`,
    timestamp: '2026-11-22T09:00:00Z',
    userId: `user-${index}`,
    context: { ip: '203.0.113.7', userAgent: 'Mozilla/5.0' },
    properties: { currency: 'USD', revenue: 1, ...propertiesOf(index) }
  }))
}

/** TikTok takes whole numbers of items alone, which only TikTok can say. */
export const BAD_FOR_TIKTOK = { num_items: 1e20 }
