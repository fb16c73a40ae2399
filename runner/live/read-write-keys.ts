import { z } from 'zod'
import { UsageError } from '../errors'
import { inWords } from '../issue-words'
import type { WriteKeyOptions } from './write-keys'
import { writeKeyOptions } from './write-keys'

const listOfKeys = z.array(writeKeyOptions).min(1)

const FORM = 'TIKTOK_WRITE_KEYS must be source:key pairs with commas between them, or a JSON list of keys.'

/**
 * Reads write keys: `shop:key-1,blog:key-2`, or a JSON list of objects with their limits.
 * @throws UsageError that quotes nothing of it
 */
export function readWriteKeys(text: string | undefined): WriteKeyOptions[] {
  if (!text?.trim()) throw new UsageError('TIKTOK_WRITE_KEYS must be set in the environment.')
  const isJson = text.trim().startsWith('[')
  const keys = listOfKeys.safeParse(isJson ? parseJson(text) : text.split(',').map(parsePair), { error: inWords })
  if (!keys.success) {
    const { path, message, code } = keys.error.issues[0]
    if (!isJson && code === 'too_small')
      throw new UsageError(`${FORM} Pair ${Number(path[0]) + 1} has no ${String(path[1])}.`)
    throw new UsageError(`${FORM} ${path.join('/')}: ${message}`)
  }
  checkDifferent(keys.data)
  return keys.data
}

/**
 * Checks that no two keys are equal: a request could not show which of them it means.
 * @throws UsageError that names their sources, and not the key
 */
export function checkDifferent(keys: readonly Pick<WriteKeyOptions, 'source' | 'key'>[]): void {
  const sources = new Map<string, string>()
  for (const { source, key } of keys) {
    const other = sources.get(key)
    if (other !== undefined) throw new UsageError(`Two write keys are equal: one of "${other}" and one of "${source}".`)
    sources.set(key, source)
  }
}

function parsePair(text: string) {
  const [source, ...key] = text.trim().split(':')
  return { source, key: key.join(':') }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(FORM)
  }
}
