import type { Mapping } from '../mappings/mapping'
import { createTriggerExplainer } from './trigger'
import type { Condition, MappingExplanation, NearestTrigger, NearMiss, Test } from './types'

/** Conditions about the name of an event, which say what a mapping is for. */
const NAMES = ['$.event', '$.name', '$.type']

/** From the smallest difference to the largest. */
const KINDS: readonly NearMiss['kind'][] = ['case', 'spaces', 'spelling', 'type']

/** Names whose answers are kept: an input may hold any number of them. */
const MAX_NAMES = 10_000

/**
 * Finds the nearest trigger of events that match none. Events share their names, so that most answers are known after
 * the first event of a name.
 */
export class NearestTriggers {
  private readonly known = new Map<string, { nearest?: NearestTrigger } | { mapping: string }>()
  private readonly triggers: readonly { name: string; explain: ReturnType<typeof createTriggerExplainer> }[]

  constructor(mappings: readonly Mapping[]) {
    this.triggers = mappings.map(({ name, subscribe }) => ({ name, explain: createTriggerExplainer(subscribe) }))
  }

  find(event: { type?: unknown; event?: unknown; name?: unknown }): NearestTrigger | undefined {
    const name = JSON.stringify([event.type, event.event, event.name])
    const known = this.known.get(name)
    if (known !== undefined && !('mapping' in known)) return known.nearest
    const candidates = this.triggers.filter(({ name }) => known === undefined || name === known.mapping)
    const nearest = nearestOf(candidates.map(({ name, explain }) => ({ name, trigger: explain(event) })))
    // What only the name decides is the same for all events of that name.
    const isOfName = nearest === undefined || NAMES.includes(nearest.test.read.path)
    if (known === undefined && this.known.size < MAX_NAMES) {
      this.known.set(name, isOfName ? { nearest } : { mapping: nearest.mapping })
    }
    return nearest
  }
}

/** One sentence. It holds values of the mapping, none of the event. */
export function describeNearest({ mapping, test: { fql, nearMiss } }: NearestTrigger): string {
  return `Nearest: ${mapping} asks for ${fql}${nearMiss === undefined ? '' : `, which ${nearMiss.message}`}.`
}

/** A near miss, or else a condition that fails although the name is right. */
export function nearestOf(
  triggers: readonly Pick<MappingExplanation, 'name' | 'trigger'>[]
): NearestTrigger | undefined {
  const failing = triggers.flatMap(({ name, trigger }) => {
    const tests = testsIn(trigger.condition)
    const isNamed = tests.some(({ holds, read }) => holds && read.path !== '$.type' && NAMES.includes(read.path))
    return tests.filter(({ holds }) => !holds).map((test) => ({ mapping: name, test, isNamed }))
  })
  const near = KINDS.flatMap((kind) => failing.filter(({ test }) => test.nearMiss?.kind === kind))
  const [found] = [...near, ...failing.filter(({ isNamed, test }) => isNamed && !NAMES.includes(test.read.path))]
  return found && { mapping: found.mapping, test: found.test }
}

function testsIn(condition?: Condition): Test[] {
  if (condition === undefined) return []
  return condition.kind === 'test' ? [condition] : condition.conditions.flatMap(testsIn)
}
