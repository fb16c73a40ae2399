import { presets } from '../../src/presets'
import type { Mapping } from './config'
import { readMappings } from './mapping-file'

/** The presets, as a CDP sets them up with a new destination. */
export function presetMappings(): Mapping[] {
  return presets.map((preset) => {
    const { name = '', partnerAction, subscribe, mapping = {} } = preset as typeof preset & { subscribe: string }
    return { name, partnerAction, subscribe, mapping }
  })
}

/** The mappings of a file, or the presets where there is none. @throws UsageError as `readMappings` does */
export function chooseMappings(file?: string): Mapping[] {
  return file === undefined ? presetMappings() : readMappings(file)
}
