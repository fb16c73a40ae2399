import { fstatSync } from 'node:fs'
import { isatty } from 'node:tty'
import { reasonOf, UsageError } from '../errors'
import type { Source } from './source'

/** The name of standard input among the arguments. */
export const STANDARD_INPUT = '-'

const FILE_DESCRIPTOR = 0

/**
 * Describes how a file gets into this command through another program. It names no command: `send` would deliver events
 * that somebody only wants to explain.
 */
export function describePipe(program: string): string {
  return `this command, with - in its place: ${program} | npx tiktok-conversions …`
}

const ADVICE = 'Pipe events into the command, as in: cat events.ndjson | npx tiktok-conversions … -'

/**
 * Checks that something can come from standard input. Node replaces a closed one by the null device, and gives nothing
 * for a folder, which would look like an input without events.
 * @throws UsageError if nothing can come
 */
export function checkStandardInput(): void {
  const stats = fstatSync(FILE_DESCRIPTOR)
  if (stats.isDirectory()) throw new UsageError(`Standard input is a folder. ${ADVICE}`)
  if (stats.isCharacterDevice() && !isatty(FILE_DESCRIPTOR)) {
    throw new UsageError(`Standard input is closed, or a device that gives no events. ${ADVICE}`)
  }
}

/** The bytes of standard input, which can be read once. */
export class StandardInput implements Source {
  bytesRead = 0
  private isStopped = false

  /** @throws UsageError if it cannot be read at all */
  async *pieces(): AsyncGenerator<Buffer> {
    try {
      for await (const bytes of process.stdin) {
        this.bytesRead += bytes.length
        yield bytes
      }
    } catch (error) {
      if (this.isStopped) return
      if (this.bytesRead > 0) throw error
      throw new UsageError(`Standard input cannot be read (${reasonOf(error)}). ${ADVICE}`)
    }
  }

  async verify(): Promise<void> {}

  async replacement(): Promise<undefined> {}

  stop(): void {
    this.isStopped = true
    process.stdin.destroy()
  }

  async close(): Promise<void> {
    process.stdin.destroy()
  }
}
