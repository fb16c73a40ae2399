import { dirname, resolve } from 'node:path'
import type { z } from 'zod'
import { UsageError } from '../errors'
import { inWords } from '../issue-words'
import { readJsonFile } from '../json-file'
import { isPostgresUrl } from '../store-location'
import { didYouMean } from '../suggestion'
import type { Configuration, DestinationConfig, Secret } from './schema'
import { configuration, destinationConfig } from './schema'

/**
 * Reads a configuration file. Its paths become absolute.
 * @throws UsageError that names each error, one a line, and quotes no value
 */
export function readConfiguration(file: string): Configuration {
  const result = configuration.safeParse(readJsonFile(file), { error: inWords })
  if (!result.success)
    throw new UsageError(
      result.error.issues
        .flatMap(messagesOf)
        .map((text) => `${file}: ${text}`)
        .join('\n')
    )
  checkDestinations(result.data, file)
  return withAbsolutePaths(result.data, dirname(resolve(file)))
}

function messagesOf(issue: z.core.$ZodIssue): string[] {
  const pointer = issue.path.map((key) => `/${String(key)}`).join('')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${pointer}/${key} is not known.${didYouMean(key, knownKeys(issue.path))}`)
  }
  return [`${pointer || 'the file'}: ${issue.message}`]
}

/** Keys that may stand in the place of an unknown one. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(configuration.shape)
  return path[0] === 'destinations' ? Object.keys(destinationConfig.shape) : ['keys', 'destinations', ...KEY_FIELDS]
}

const KEY_FIELDS = ['key', 'origins', 'types', 'eventsPerSecond', 'bytesPerSecond', 'webhookSecret']

function checkDestinations({ destinations = {}, sources = {} }: Configuration, file: string): void {
  const names = Object.keys(destinations)
  for (const [source, { destinations: wanted = [] }] of Object.entries(sources)) {
    for (const name of wanted) {
      if (names.includes(name)) continue
      throw new UsageError(
        `${file}: /sources/${source}/destinations names "${name}", which is no destination.${didYouMean(name, names)}`
      )
    }
  }
}

function withAbsolutePaths(config: Configuration, folder: string): Configuration {
  const { store, destinations, sources } = config
  const absolute = (path: string | undefined) => path && resolve(folder, path)
  const secret = (value: Secret) => ('file' in value ? { file: resolve(folder, value.file) } : value)
  return {
    ...config,
    mappings: absolute(config.mappings),
    store: store !== undefined && isPostgresUrl(store) ? store : absolute(store),
    destinations: mapValues(destinations, (each: DestinationConfig) => ({
      ...each,
      mappings: absolute(each.mappings),
      accessToken: secret(each.accessToken)
    })),
    sources: mapValues(sources, (source) => ({
      ...source,
      keys: source.keys.map(({ key, webhookSecret, ...limits }) => ({
        ...limits,
        key: typeof key === 'string' ? key : secret(key),
        webhookSecret: webhookSecret && secret(webhookSecret)
      }))
    }))
  }
}

function mapValues<Value>(record: Record<string, Value> | undefined, change: (value: Value) => Value) {
  return record && Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}
