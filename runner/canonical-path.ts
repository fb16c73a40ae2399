import { readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** The one spelling of a path, which need not exist: absolute, without symbolic links, in the case of the disk. */
export function canonicalPath(path: string): string {
  const absolute = resolve(path)
  try {
    return realpathSync.native(absolute)
  } catch (error) {
    const parent = dirname(absolute)
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === absolute) return absolute
    const target = linkTarget(absolute)
    return target === undefined ? join(canonicalPath(parent), basename(absolute)) : canonicalPath(target)
  }
}

/** The path that a symbolic link leads to. A link may lead to a file that does not exist yet. */
function linkTarget(path: string): string | undefined {
  try {
    return resolve(dirname(path), readlinkSync(path))
  } catch {
    return undefined
  }
}
