import { findAndRead } from '../config/find'
import type { Configuration, DestinationConfig } from '../config/schema'
import { readSecret } from '../config/secret'
import type { Endpoint } from '../delivery/endpoint'
import { liveEndpoint, sandboxEndpoint } from '../delivery/endpoint'
import { UsageError } from '../errors'
import type { DestinationSettings } from '../live/deliver/destinations'
import { checkDifferent, readWriteKeys } from '../live/read-write-keys'
import type { ReloadableSettings } from '../live/service'
import { DEFAULT_DESTINATION } from '../live/store/store'
import type { WriteKeyOptions } from '../live/write-keys'
import { chooseMappings } from '../mappings/presets'
import { endpointOf, flagsOf } from './configuration'
import { limitsOf } from './delivery-flags'
import type { ServeFlags } from './serve-flags'

/** Settings of `serve`: flags that were given come before the configuration file, and that before the defaults. */
export interface ServeSettings extends ReloadableSettings {
  /** The mapping file and the consent rules of the first destination, which the studio shows. */
  shown: { mappings?: string; consentCategory?: string[] }
}

/**
 * Reads the configuration file, the mapping files and the environment.
 * @param isGiven whether a flag was given, as opposed to its default
 * @throws UsageError that quotes no secret
 */
export async function readServeSettings(
  flags: ServeFlags,
  isGiven: (flag: keyof ServeFlags) => boolean
): Promise<ServeSettings> {
  const config = await findAndRead(flags.config)
  const given = Object.fromEntries(
    (Object.keys(flags) as (keyof ServeFlags)[]).filter(isGiven).map((flag) => [flag, flags[flag]])
  ) as Partial<ServeFlags>
  const names = Object.keys(config.destinations ?? { [DEFAULT_DESTINATION]: undefined })
  const destinations = flags.only === 'intake' ? [] : names.map((name) => toDestination(name, config, { flags, given }))
  const first = config.destinations?.[names[0]]
  return {
    shown: {
      mappings: given.mappings ?? first?.mappings ?? config.mappings,
      consentCategory: given.consentCategory ?? first?.consentCategories ?? config.consentCategories
    },
    writeKeys: flags.only === 'deliver' ? [] : writeKeysOf(config, names),
    destinations
  }
}

interface Flags {
  flags: ServeFlags
  given: Partial<ServeFlags>
}

function toDestination(name: string, config: Configuration, { flags, given }: Flags): DestinationSettings {
  const own = config.destinations?.[name]
  const values = { ...flags, ...flagsOf(config, own), ...given }
  const delivery = {
    ...limitsOf(values),
    endpoint: chooseEndpoint(name, own, flags),
    mappings: chooseMappings(values.mappings),
    optOut: { consentCategories: values.consentCategory },
    keepsRequests: false
  }
  return { name, delivery, concurrency: values.concurrency }
}

function chooseEndpoint(name: string, own: DestinationConfig | undefined, { sandboxPort }: ServeFlags): Endpoint {
  if (sandboxPort !== undefined) return sandboxEndpoint({ port: sandboxPort })
  return own === undefined ? liveEndpoint() : endpointOf(name, own)
}

/** The write keys of the file, or else of the environment. Without names of their own, their events go everywhere. */
function writeKeysOf({ sources }: Configuration, names: readonly string[]): WriteKeyOptions[] {
  if (sources === undefined) {
    const keys = readWriteKeys(process.env.TIKTOK_WRITE_KEYS).map((key) => ({ destinations: [...names], ...key }))
    const unknown = keys.flatMap(({ destinations }) => destinations).find((name) => !names.includes(name))
    if (unknown !== undefined) throw new UsageError(`TIKTOK_WRITE_KEYS names "${unknown}", which is no destination.`)
    return keys
  }
  const keys = Object.entries(sources).flatMap(([source, { keys, destinations = [...names] }]) =>
    keys.map(({ key, webhookSecret, ...limits }) => ({
      ...limits,
      source,
      destinations,
      key: typeof key === 'string' ? key : readSecret(key, `A write key of the source "${source}"`),
      webhookSecret: webhookSecret && readSecret(webhookSecret, `A webhook secret of the source "${source}"`)
    }))
  )
  checkDifferent(keys)
  return keys
}
