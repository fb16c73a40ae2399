import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import type { JsonReport, Run, RunOptions } from './command'
import { TestFolder, tiktokConversions } from './command'

/** Options that make retries quick. */
const QUICK = ['--retry-delay', '0.01', '--timeout', '30']

export type SendReport = JsonReport & { status: number | null; stderr: string }

/** A sandbox and a folder for the tests of a file. The sandbox is reset, and the folder new, for each test. */
export class SendBench {
  sandbox!: Sandbox
  folder!: TestFolder

  constructor() {
    beforeAll(async () => {
      this.sandbox = await startSandbox({ keep: 'all' })
    })
    beforeEach(() => {
      this.sandbox.reset()
      this.folder = new TestFolder()
    })
    afterEach(() => this.folder.remove())
    afterAll(() => this.sandbox.close())
  }

  send(args: readonly string[], options?: RunOptions): Promise<Run> {
    return tiktokConversions(['send', ...QUICK, '--sandbox-port', String(this.sandbox.port), ...args], options)
  }

  async sendJson(args: readonly string[], options?: RunOptions): Promise<SendReport> {
    const { stdout, status, stderr } = await this.send([...args, '--json'], options)
    return { ...JSON.parse(stdout), status, stderr }
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

/** The Event IDs of `ordersOf`. */
export function ids(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `m${index}`)
}
