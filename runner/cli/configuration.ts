import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { findAndRead } from '../config/find'
import type { Configuration, DestinationConfig } from '../config/schema'
import { readSecret } from '../config/secret'
import type { Endpoint } from '../delivery/endpoint'
import { checkedEndpoint, liveEndpoint } from '../delivery/endpoint'
import { UsageError } from '../errors'
import { didYouMean } from '../suggestion'
import { isGiven } from './flags'

const SECOND = 1000

/**
 * Values of a configuration, by the names of flags.
 * @param own a destination, whose values come before the common ones
 */
export function flagsOf(config: Configuration, own: Partial<DestinationConfig> = {}) {
  const { mappings, consentCategories, rate, concurrency, maxAttempts, retryDelay, timeout } = {
    ...config,
    ...withoutUndefined(own)
  }
  return withoutUndefined({
    mappings,
    consentCategory: consentCategories,
    rate,
    concurrency,
    maxAttempts,
    retryDelay: retryDelay && retryDelay * SECOND,
    timeout: timeout && timeout * SECOND
  })
}

/** Puts values of a configuration file in the place of defaults, before a command runs. Flags and the environment win. */
export async function configure(command: CommandUnknownOpts, path: string): Promise<void> {
  const { destination, quiet } = command.opts() as Record<string, string | undefined>
  const config = await findAndRead(path)
  const own = destinationIn(config, destination)
  const keys = command.options.map((option) => option.attributeName())
  const used = Object.entries(flagsOf(config, own?.values)).filter(
    ([key]) => keys.includes(key) && !isGiven(command, key)
  )
  for (const [key, value] of used) command.setOptionValueWithSource(key, value, 'config')
  if (used.length > 0 && !quiet) console.error(`Settings of ${path} are used: ${used.map(([key]) => key).join(', ')}.`)
}

/** TikTok, with the credentials of the configuration file if it has destinations, or else of the environment. */
export async function configuredEndpoint(flags: { config?: string; destination?: string }): Promise<Endpoint> {
  const config = await findAndRead(flags.config)
  const own = destinationIn(config, flags.destination)
  if (own !== undefined) return endpointOf(own.name, own.values)
  const names = Object.keys(config.destinations ?? {})
  if (names.length > 0) throw new UsageError(`Choose a destination with --destination: ${names.join(', ')}.`)
  return liveEndpoint()
}

/** The endpoint of a destination. @throws UsageError that quotes no secret */
export function endpointOf(name: string, { pixelCode, accessToken: secret }: DestinationConfig): Endpoint {
  const accessToken = readSecret(secret, `The access token of the destination "${name}"`)
  return checkedEndpoint({ pixelCode, accessToken })
}

/** The destination with a name, or the only one. */
function destinationIn({ destinations = {} }: Configuration, name: string | undefined) {
  const names = Object.keys(destinations)
  const chosen = name ?? (names.length === 1 ? names[0] : undefined)
  if (chosen === undefined) return undefined
  if (names.includes(chosen)) return { name: chosen, values: destinations[chosen] }
  throw new UsageError(`The configuration has no destination "${chosen}".${didYouMean(chosen, names)}`)
}

function withoutUndefined<Values extends object>(values: Values): Partial<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Values>
}
