import { createWriteStream } from 'node:fs'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { InputFile } from '../../sources/files'
import { findFiles } from '../../sources/files'
import type { Source } from '../api'
import type { PrivateFolder } from '../private-folder'
import { Problem } from '../problem'
import type { Updates } from '../updates'
import type { Counting } from './event-file'
import { EventFile } from './event-file'
import { LineFile } from './line-file'

/** The files that the page shows. */
export class SourceList {
  private readonly files = new Map<string, EventFile>()
  private added = 0

  /** @param counting the conditions at this moment */
  constructor(
    private readonly folder: PrivateFolder,
    private readonly updates: Pick<Updates, 'notify'>,
    private readonly counting: () => Counting
  ) {}

  get all(): Source[] {
    return [...this.files.values()].map(({ source }) => source)
  }

  find(id: string): EventFile | undefined {
    return this.files.get(id)
  }

  /** @throws Problem where there is none */
  get(id: string): EventFile {
    const file = this.find(id)
    if (file === undefined) throw new Problem(404, 'There is no such source.')
    return file
  }

  /** Adds a file, and begins to read it. */
  add(file: InputFile, origin: Source['origin'], name = basename(file.path)): EventFile {
    this.added++
    const id = String(this.added)
    const lines = new LineFile(file, this.folder.newPath())
    const onChange = () => this.updates.notify(`source:${id}`)
    const added = new EventFile({ id, name, origin, lines, onChange })
    this.files.set(id, added)
    void added.count(this.counting())
    return added
  }

  /** Keeps a stream in a private file, and adds that. */
  async upload(content: Readable, origin: Source['origin'], name: string): Promise<EventFile> {
    const path = this.folder.newPath()
    await pipeline(content, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    const [file] = await findFiles([path])
    return this.add(file, origin, name)
  }

  /** @throws Problem for a source that is not an upload */
  async remove(id: string): Promise<void> {
    const file = this.get(id)
    if (file.source.origin !== 'upload') throw new Problem(409, 'Only uploaded files can be removed.')
    this.files.delete(id)
    this.updates.notify(`removed:${id}`)
    await file.close()
    await this.folder.removeFile(file.lines.file.path)
  }

  /** Counts the events of all files anew. */
  countAgain(): void {
    for (const file of this.files.values()) void file.count(this.counting())
  }

  async close(): Promise<void> {
    for (const file of this.files.values()) await file.close()
  }
}
