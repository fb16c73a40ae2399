import { readFileSync } from 'node:fs'
import { reasonOf, UsageError } from '../errors'
import type { Secret } from './schema'

/** Reads a secret from the environment or its file. @throws UsageError that names its place, and not the value */
export function readSecret(secret: Secret, what: string): string {
  if ('file' in secret) {
    try {
      return readFileSync(secret.file, 'utf8').trim() || missing(what, secret.file)
    } catch (error) {
      if (error instanceof UsageError) throw error
      throw new UsageError(`${what}: ${secret.file} cannot be read (${reasonOf(error)}).`)
    }
  }
  const value = process.env[secret.env]
  if (value === undefined) throw new UsageError(`${what}: ${secret.env} is not set.`)
  return value || missing(what, secret.env)
}

function missing(what: string, place: string): never {
  throw new UsageError(`${what}: ${place} is empty.`)
}
