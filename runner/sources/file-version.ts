import type { BigIntStats } from 'node:fs'

const KEYS = ['dev', 'ino', 'size', 'mtimeNs'] as const

/** Tells the content of a file from its content at another time, and from other files. */
export type FileVersion = Record<(typeof KEYS)[number], bigint>

export function versionOf({ dev, ino, size, mtimeNs }: BigIntStats): FileVersion {
  return { dev, ino, size, mtimeNs }
}

/** Says what has happened to a file since it was found; `undefined` for nothing. */
export function changeSince(found: FileVersion, now: FileVersion): string | undefined {
  if (KEYS.every((key) => now[key] === found[key])) return undefined
  if (now.dev !== found.dev || now.ino !== found.ino) return 'was replaced'
  if (now.size < found.size) return 'was cut'
  return now.size > found.size ? 'has grown' : 'was overwritten'
}
