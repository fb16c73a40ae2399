import type { ChildProcess } from 'node:child_process'
import type { JSONObject } from '@segment/actions-core'
import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import type { JsonReport, Run, RunOptions } from './command'
import { ordersOf, TestFolder, tiktokConversions } from './command'
import type { InProcessOptions } from './in-process'
import { runInProcess, runsEnded } from './in-process'

/** Options that make retries quick. */
const QUICK = ['--retry-delay', '0.01', '--timeout', '30']

export type SendReport = JsonReport & { status: number | null; stderr: string }

/** A sandbox and a folder for the tests of a file. The sandbox is reset, and the folder new, for each test. */
export class SendBench {
  sandbox!: Sandbox
  folder!: TestFolder
  private onRequest?: () => void

  constructor() {
    beforeAll(async () => {
      this.sandbox = await startSandbox({ keep: 'all', onRequest: () => this.onRequest?.() })
    })
    beforeEach(() => {
      this.onRequest = undefined
      this.sandbox.reset()
      this.folder = new TestFolder()
    })
    afterEach(async () => {
      await runsEnded()
      this.folder.remove()
    })
    afterAll(() => this.sandbox.close())
  }

  /** Sends in this process, and in its thread, which takes a fraction of the time that `spawn` takes. */
  send(args: readonly string[], options: InProcessOptions = {}): Promise<Run> {
    return runInProcess(this.commandLine(['--workers', '1', ...args]), { env: {}, ...options })
  }

  async sendJson(args: readonly string[], options?: InProcessOptions): Promise<SendReport> {
    return toReport(await this.send([...args, '--json'], options))
  }

  /** Sends as people do: in a process of its own, which can be killed, and as many threads as it chooses. */
  spawn(args: readonly string[], options?: RunOptions): Promise<Run> {
    return tiktokConversions(this.commandLine(args), options)
  }

  async spawnJson(args: readonly string[], options?: RunOptions): Promise<SendReport> {
    return toReport(await this.spawn([...args, '--json'], options))
  }

  /** Sends a signal before so many further requests are answered. */
  killAtRequest(count: number, child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): void {
    let requests = 0
    this.onRequest = () => {
      if (++requests === count) child.kill(signal)
    }
  }

  /** Writes a mapping that makes a request for each value of `properties.code`. */
  writeMappingOfCodes(): string {
    const read = (path: string): JSONObject => ({ '@path': path })
    const mapping = { event: 'Purchase', event_id: read('$.messageId'), test_event_code: read('$.properties.code') }
    const entry = { name: 'Codes', subscribe: 'type = "track"', partnerAction: 'reportWebEvent', mapping }
    return this.folder.write('codes.json', JSON.stringify([entry]))
  }

  private commandLine(args: readonly string[]): string[] {
    return ['send', ...QUICK, '--sandbox-port', String(this.sandbox.port), ...args]
  }

  acceptedIds(): (string | undefined)[] {
    return this.sandbox.accepted.map(({ data }) => data.event_id)
  }

  /** Holds after every run: each event is settled, and TikTok holds the delivered ones, once. */
  expectNothingLost({ read, delivered, rejected, gaveUp, unmatched }: JsonReport): void {
    expect(delivered + rejected + gaveUp + unmatched).toBe(read)
    expect(new Set(this.acceptedIds()).size).toBe(delivered)
    expect(this.sandbox.accepted).toHaveLength(delivered)
  }
}

function toReport({ stdout, status, stderr }: Run): SendReport {
  return { ...JSON.parse(stdout), status, stderr }
}

/** Orders for `writeMappingOfCodes`, with so many codes. */
export function ordersWithCodes(count: number, codes: number): object[] {
  return ordersOf(count, (index) => ({ code: `T${index % codes}` }))
}

/** The Event IDs of `ordersOf`. */
export function ids(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `m${index}`)
}
