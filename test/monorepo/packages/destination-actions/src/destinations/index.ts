import { join } from 'node:path'
import type { DestinationDefinition } from '@segment/actions-core'

interface Entry {
  definition: DestinationDefinition
  folder: string
}

/** The registered destinations by metadata id. */
export const manifest: Record<string, Entry> = {}

function register(id: string, folder: string) {
  manifest[id] = { definition: require(folder).default, folder: join(__dirname, folder) }
}

register('000000000000000000000000', './tiktok-conversions')
