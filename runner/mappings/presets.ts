import { presets } from '../../src/presets'
import { toEventName } from '../../src/reportWebEvent/event-name'
import { UsageError } from '../errors'
import { didYouMean } from '../suggestion'
import { readMappings } from './file'
import type { Mapping } from './mapping'

/** The presets, as a CDP sets them up with a new destination. */
export function presetMappings(): Mapping[] {
  return presets.map((preset) => {
    const { name = '', partnerAction, subscribe, mapping = {} } = preset as typeof preset & { subscribe: string }
    return { name, partnerAction, subscribe, mapping }
  })
}

/**
 * The presets, with other TikTok events.
 * @param renamings the name of a preset's event, and the name to report instead
 * @throws UsageError for a name that no preset has, or that TikTok does not accept
 */
export function renamedPresets(renamings: ReadonlyArray<readonly [from: string, to: string]>): Mapping[] {
  const mappings = presetMappings()
  const known = mappings.map(({ mapping }) => String(mapping.event))
  for (const [from] of renamings) {
    if (known.includes(from)) continue
    throw new UsageError(`No preset reports "${from}": they report ${known.join(', ')}.${didYouMean(from, known)}`)
  }
  const names = new Map(renamings.map(([from, to]) => [from, readEventName(to)]))
  return mappings.map((entry) => {
    const event = String(entry.mapping.event)
    return { ...entry, mapping: { ...entry.mapping, event: names.get(event) ?? event } }
  })
}

function readEventName(name: string): string {
  try {
    return toEventName(name)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** The mappings of a file, or the presets if there is none. @throws UsageError as `readMappings` does */
export function chooseMappings(file?: string): Mapping[] {
  return file === undefined ? presetMappings() : readMappings(file)
}

/** The mappings of a file, or the presets by their name, `presets`. */
export function namedMappings(name: string): Mapping[] {
  return chooseMappings(name === 'presets' ? undefined : name)
}
