import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { COMMAND } from '../bench/command'

export const WRITE_KEY = 'key-1'

/** One line of the log. */
export type LogLine = Record<string, unknown> & { msg: string }

/** They end with this process. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill()
})

/** The built command `serve` in a process of its own, which has reported its ports. */
export class ServeProcess {
  readonly port: number
  readonly adminPort: number

  private constructor(
    private readonly child: ChildProcess,
    /** Once it, and the processes that it forked, have ended: they write to the same pipes. */
    private readonly end: Promise<number | null>,
    readonly log: readonly LogLine[],
    /** The texts of standard error. */
    readonly errors: readonly string[],
    { port, adminPort }: LogLine
  ) {
    this.port = Number(port)
    this.adminPort = Number(adminPort)
  }

  /** @throws Error with the output of a process that ends instead of starting */
  static async start(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    command: string = COMMAND
  ): Promise<ServeProcess> {
    const credentials = { TIKTOK_ACCESS_TOKEN: undefined, TIKTOK_PIXEL_CODE: undefined }
    const child = spawn(process.execPath, [command, 'serve', '--admin-port', '0', ...args], {
      // A group of its own: a kill then reaches the deliverer that it forks as well.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...credentials, TIKTOK_WRITE_KEYS: `shop:${WRITE_KEY}`, ...env }
    })
    running.add(child)
    child.once('exit', () => running.delete(child))
    const end = once(child, 'close').then(([code]) => code)
    const log: LogLine[] = []
    const errors: string[] = []
    child.stderr.setEncoding('utf8').on('data', (text) => errors.push(text))
    return new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const entry = JSON.parse(line) as LogLine
        log.push(entry)
        if ('adminPort' in entry) resolve(new ServeProcess(child, end, log, errors, entry))
      })
      child.once('close', (code) => reject(new Error(`serve ended with ${code}: ${errors.join('')}`)))
    })
  }

  get pid(): number {
    return this.child.pid as number
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Sends a signal to it and to the deliverer that it forked. */
  signal(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal)
  }

  /** Ends it as an operator does. @returns the exit code */
  stop(): Promise<number | null> {
    this.child.kill('SIGTERM')
    return this.end
  }

  /** Ends it, and the deliverer that it forked, by kill -9. */
  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) process.kill(-this.pid, 'SIGKILL')
    await this.end
  }
}
