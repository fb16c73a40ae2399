import { lex, types } from '@segment/fql-ts'
import { suggest } from '../suggestion'
import type { Mapping } from './mapping'

const MAX_SHOWN = 5

/**
 * Explains why no event of a run matched a mapping, with the triggers that come near.
 * @param names some names of the events
 */
export function explainNoMatch(names: readonly string[], mappings: readonly Mapping[]): string {
  const shown = names.slice(0, MAX_SHOWN).map((name) => `"${name}"`)
  const events = shown.length > 0 ? ` The input holds ${shown.join(', ')}.` : ''
  const near = names.flatMap((name) => nearestTrigger(name, mappings) ?? [])
  const triggers = near.length > 0 ? [...new Set(near)] : mappings.map(describe)
  const rest = triggers.length > MAX_SHOWN ? `; and ${triggers.length - MAX_SHOWN} more` : ''
  return `No event matched a mapping.${events} ${near.length > 0 ? 'Nearest triggers' : 'Triggers'}: ${triggers.slice(0, MAX_SHOWN).join('; ')}${rest}.`
}

function nearestTrigger(name: string, mappings: readonly Mapping[]): string | undefined {
  const text = suggest(name, mappings.flatMap(textsIn))
  const mapping = text === undefined ? undefined : mappings.find((entry) => textsIn(entry).includes(text))
  return mapping && describe(mapping)
}

/** The texts that a trigger looks for. */
function textsIn({ subscribe }: Mapping): string[] {
  return lex(subscribe)
    .tokens.filter(({ type }) => type === types.String)
    .map(({ value }) => value.slice(1, -1))
}

function describe({ name, subscribe }: Mapping): string {
  return `${subscribe} (${name})`
}
