import { query } from '../router'
import type { StudioSource } from '../types'
import { sources } from './server'

/** The source of the address, or else the first one. */
export function chosenSource(): StudioSource | undefined {
  return sources.value.find(({ id }) => id === query('source')) ?? sources.value[0]
}
