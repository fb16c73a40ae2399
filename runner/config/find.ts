import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Configuration } from './schema'

export const FILE_NAME = 'tiktok-conversions.config.json'

/** @returns the path of the configuration file in a folder or the nearest one above it */
export function findConfiguration(folder: string): string | undefined {
  const file = join(folder, FILE_NAME)
  if (existsSync(file)) return file
  const parent = dirname(folder)
  return parent === folder ? undefined : findConfiguration(parent)
}

/** Reads a configuration file, or the nearest one; without any, nothing is configured. */
export async function findAndRead(file = findConfiguration(process.cwd())): Promise<Configuration> {
  if (file === undefined) return {}
  // Its schema takes a fifth of the start of a command.
  const { readConfiguration } = await import('./load')
  return readConfiguration(file)
}
