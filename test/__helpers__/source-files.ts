import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './command'

/** The source files of some folders, by their paths from the root. Tests are none. */
export function sourceFiles(folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path))
    )
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('__tests__'))
}
