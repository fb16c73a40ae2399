import { closeSync, openSync, readSync, statSync, writeFileSync } from 'node:fs'
import { reasonOf, UsageError } from '../errors'
import { replaceFile } from '../replace-file'
import { PAGE_TITLE } from './render/html'

/** Bytes at the beginning of a page that hold its title. */
const HEAD_BYTES = 1024

/**
 * Checks that a page can be written to a file without the loss of another one: an earlier report may be replaced.
 * @throws UsageError for a file that is something else
 */
export function checkPageFile(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined || stats.size === 0 || !stats.isFile() || isPage(path)) return
  throw new UsageError(`${path} is not an earlier report, and is left as it is: choose another file with --html.`)
}

/** Writes a page, whole or not at all. @throws UsageError if it cannot be written */
export async function writePageFile(path: string, page: string): Promise<void> {
  checkPageFile(path)
  try {
    // A device, such as standard output, cannot be replaced.
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) writeFileSync(path, page)
    else await replaceFile(path, page)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${path} cannot be written (${reasonOf(error)}).`)
  }
}

function isPage(path: string): boolean {
  const descriptor = openSync(path, 'r')
  try {
    const head = Buffer.alloc(HEAD_BYTES)
    return head.toString('utf8', 0, readSync(descriptor, head)).includes(`<title>${PAGE_TITLE}</title>`)
  } finally {
    closeSync(descriptor)
  }
}
