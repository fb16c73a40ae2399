import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { bin } from '../package.json'

export const COMMAND = join(dirname(require.resolve('tiktok-conversions/package.json')), bin['tiktok-conversions'])

export const WRITE_KEY = 'key-1'

/** One line of the log. */
export type LogLine = Record<string, unknown> & { msg: string }

/** The built command `serve` in a process of its own, which has told its ports. */
export class ServeProcess {
  readonly port: number
  readonly adminPort: number

  private constructor(
    private readonly child: ChildProcess,
    readonly log: readonly LogLine[],
    /** The texts of standard error. */
    readonly errors: readonly string[],
    { port, adminPort }: LogLine
  ) {
    this.port = Number(port)
    this.adminPort = Number(adminPort)
  }

  /** @throws Error with the output of a process that ends instead of starting */
  static async start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ServeProcess> {
    const { TIKTOK_ACCESS_TOKEN: _token, TIKTOK_PIXEL_CODE: _pixel, ...inherited } = process.env
    // A group of its own: a kill then reaches the deliverer that it forks as well.
    const child = spawn(process.execPath, [COMMAND, 'serve', '--admin-port', '0', ...args], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...inherited, TIKTOK_WRITE_KEYS: `shop:${WRITE_KEY}`, ...env }
    })
    const end = () => child.kill()
    process.once('exit', end)
    child.once('exit', () => process.off('exit', end))
    return new ServeProcess(child, ...(await startOf(child)))
  }

  get pid(): number {
    return this.child.pid as number
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Ends it as an operator does. @returns the exit code */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM')
    return this.ended()
  }

  /** Ends it, and the deliverer that it forked, by kill -9. */
  async kill(): Promise<void> {
    if (this.isRunning) process.kill(-this.pid, 'SIGKILL')
    await this.ended()
  }

  private get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null
  }

  private async ended(): Promise<number | null> {
    if (this.isRunning) await once(this.child, 'exit')
    return this.child.exitCode
  }
}

/** @returns the lines of the log and the errors, which grow, and the line that tells the ports */
async function startOf(child: ChildProcess): Promise<[LogLine[], string[], LogLine]> {
  const log: LogLine[] = []
  const errors: string[] = []
  child.stderr?.setEncoding('utf8').on('data', (text) => errors.push(text))
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const entry = JSON.parse(line) as LogLine
      log.push(entry)
      if ('adminPort' in entry) resolve([log, errors, entry])
    })
    child.once('close', (code) => reject(new Error(`serve ended with ${code}: ${errors.join('')}`)))
  })
}
