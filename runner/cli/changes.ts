import type { FSWatcher } from 'node:fs'
import { watch } from 'node:fs'
import { basename, dirname } from 'node:path'

/** Changes of files. Editors replace a file when they save it, so that its folder is watched. */
export class Changes {
  private readonly watchers: FSWatcher[]
  private isChanged = false
  private isClosed = false
  private wake = () => {}

  constructor(files: readonly string[]) {
    this.watchers = files.map((file) =>
      watch(dirname(file), (_event, name) => {
        if (name !== null && name !== basename(file)) return
        this.isChanged = true
        this.wake()
      })
    )
  }

  /** Resolves at the next change since the last call. @returns whether there may be more */
  async next(): Promise<boolean> {
    while (!this.isChanged && !this.isClosed) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
    this.isChanged = false
    return !this.isClosed
  }

  close(): void {
    this.isClosed = true
    for (const watcher of this.watchers) watcher.close()
    this.wake()
  }
}
