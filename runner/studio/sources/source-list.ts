import { constants, createWriteStream } from 'node:fs'
import { appendFile, copyFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { findFiles } from '../../sources/files'
import type { InputFile } from '../../sources/input-file'
import type { PasteAnswer, StudioSource } from '../api'
import type { PrivateFolder } from '../private-folder'
import { Problem } from '../problem'
import type { LiveFeed } from '../stream/feed'
import { LiveEvents } from '../stream/live-events'
import type { Updates } from '../updates'
import { EventFile } from './event-file'
import type { Counting, EventCollection } from './event-source'
import { LineFile } from './line-file'

/** The files that the page shows, and the live stream. */
export class SourceList {
  private readonly sources = new Map<string, EventCollection>()
  private readonly uploads = new Map<string, string>()
  private added = 0
  private pasting: Promise<unknown> = Promise.resolve()

  /** @param counting the conditions at this moment */
  constructor(
    private readonly folder: PrivateFolder,
    private readonly updates: Updates,
    private readonly counting: () => Counting
  ) {}

  get all(): StudioSource[] {
    return [...this.sources.values()].map(({ source }) => source)
  }

  find(id: string): EventCollection | undefined {
    return this.sources.get(id)
  }

  /** @throws Problem if there is none */
  get(id: string): EventCollection {
    const source = this.find(id)
    if (source === undefined) throw new Problem(404, 'There is no such source.')
    return source
  }

  /** Adds the events that a server accepts, which are asked for while a page is open. */
  addLive(feed: LiveFeed): void {
    const { id, onChange } = this.next()
    const live = new LiveEvents({ id, feed, counting: { ...this.counting(), optOut: feed.optOut }, onChange })
    this.sources.set(id, live)
    this.updates.onWatch = () => void live.follow(() => this.updates.isWatched)
  }

  /** Adds a file, and begins to read it. */
  add(file: InputFile, origin: StudioSource['origin'], name = basename(file.path)): EventFile {
    const { id, onChange } = this.next()
    const lines = new LineFile(file, this.folder.newPath())
    const added = new EventFile({ id, name, origin, lines, onChange })
    this.sources.set(id, added)
    if (origin === 'upload' || origin === 'pasted') this.uploads.set(id, file.path)
    void added.count(this.counting())
    return added
  }

  /** Keeps a stream in a private file, and adds that. */
  async upload(content: Readable, origin: StudioSource['origin'], name: string): Promise<EventFile> {
    const path = this.folder.newPath()
    await pipeline(content, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    const [file] = await findFiles([path])
    return this.add(file, origin, name)
  }

  /**
   * Adds lines to the source of what was pasted, and counts them.
   * @returns the source, and the rows that are new
   */
  paste(lines: readonly string[]): Promise<Pick<PasteAnswer, 'source' | 'first' | 'count'>> {
    const pasted = this.pasting.then(() => this.grow(`${lines.join('\n')}\n`))
    this.pasting = pasted.catch(() => undefined)
    return pasted
  }

  private async grow(text: string) {
    const known = this.all.find(({ origin }) => origin === 'pasted')
    const path = this.folder.newPath()
    const before = known && this.uploads.get(known.id)
    if (before !== undefined) await copyFile(before, path, constants.COPYFILE_EXCL)
    await appendFile(path, text, { mode: 0o600 })
    const [file] = await findFiles([path])
    if (known === undefined || before === undefined) {
      const added = this.add(file, 'pasted', 'Pasted')
      await added.count(this.counting())
      return { source: added.source, first: 0, count: added.source.rows }
    }
    const source = this.get(known.id) as EventFile
    const first = source.source.rows
    await source.grow(new LineFile(file, this.folder.newPath()), this.counting())
    this.uploads.set(known.id, path)
    await this.folder.removeFile(before)
    return { source: source.source, first, count: source.source.rows - first }
  }

  /** @throws Problem for a source that is not an upload */
  async remove(id: string): Promise<void> {
    const source = this.get(id)
    const path = this.uploads.get(id)
    if (path === undefined) throw new Problem(409, 'Only uploads and pasted events can be removed.')
    this.sources.delete(id)
    this.uploads.delete(id)
    this.updates.notify(`removed:${id}`)
    await source.close()
    await this.folder.removeFile(path)
  }

  /** Counts the events of all files anew. */
  countAgain(): void {
    for (const source of this.sources.values()) void source.count(this.counting())
  }

  async close(): Promise<void> {
    for (const source of this.sources.values()) await source.close()
  }

  private next() {
    this.added++
    const id = String(this.added)
    return { id, onChange: () => this.updates.notify(`source:${id}`) }
  }
}
