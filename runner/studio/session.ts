import type { Readable } from 'node:stream'
import type { InputFile } from '../sources/input-file'
import { STANDARD_INPUT } from '../sources/standard-input'
import type { OptOutRules } from '../transform/opt-out'
import { CaseSession } from './cases'
import { MappingSession } from './mappings'
import { PrivateFolder } from './private-folder'
import { StudioSandbox } from './sandbox'
import type { Counting } from './sources/event-source'
import { SourceList } from './sources/source-list'
import type { LiveFeed } from './stream/feed'
import { Updates } from './updates'

export interface SessionOptions {
  /** Files of events to show from the beginning. */
  files?: readonly InputFile[]
  /** Events that are shown as examples. */
  examples?: InputFile
  /** A file of mappings, in place of the presets. It is written on request only. */
  mappings?: string
  /** A file of cases, which need not exist yet. It is written on request only. */
  cases?: string
  /** The stream that `-` among the files reads from. */
  standardInput?: Readable
  /** The events that a server accepts. The mappings are the server's own then, and their file is not written. */
  live?: LiveFeed
}

/** Everything that a studio holds while it runs. */
export class StudioSession {
  private constructor(
    readonly mappings: MappingSession,
    readonly cases: CaseSession,
    readonly sources: SourceList,
    readonly sandbox: StudioSandbox,
    readonly updates: Updates,
    private readonly folder: PrivateFolder,
    /** The rules of the server whose events are shown. */
    readonly optOut?: OptOutRules
  ) {}

  /** @throws UsageError for a file of mappings that could not be run as it stands */
  static async open(options: SessionOptions): Promise<StudioSession> {
    const { mappings: file, live } = options
    const mappings = new MappingSession(file, live === undefined)
    const cases = new CaseSession(options.cases)
    const updates = new Updates()
    const folder = new PrivateFolder()
    const sandbox = await StudioSandbox.start(() => updates.notify('requests'))
    const counting = (): Counting => ({
      mappings: mappings.enabled,
      revision: mappings.revision,
      settings: { accessToken: '', pixelCode: sandbox.pixelCode },
      now: Date.now()
    })
    const sources = new SourceList(folder, updates, counting)
    const session = new StudioSession(mappings, cases, sources, sandbox, updates, folder, live?.optOut)
    // A sandbox that stays open would keep the process alive.
    await session.addSources(options).catch(async (error) => {
      await session.close()
      throw error
    })
    return session
  }

  private async addSources({
    files = [],
    examples,
    standardInput = process.stdin,
    live
  }: SessionOptions): Promise<void> {
    if (live !== undefined) this.sources.addLive(live)
    for (const input of files) {
      if (input.path !== STANDARD_INPUT) this.sources.add(input, 'file')
      else await this.sources.upload(standardInput, 'file', 'standard input')
    }
    if (examples !== undefined) this.sources.add(examples, 'example', 'Examples')
  }

  /** Changes the mappings, and counts all events anew. @throws Problem if nothing changes */
  changeMappings(change: (mappings: MappingSession) => void): void {
    change(this.mappings)
    this.sources.countAgain()
    this.updates.notify('mappings')
  }

  async close(): Promise<void> {
    this.updates.close()
    await this.sources.close()
    await this.sandbox.close()
    this.folder.remove()
  }
}
