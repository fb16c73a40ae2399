import type { BuiltObservation, Position } from './observation'
import { comparePositions } from './observation'
import { DistinctSample, fingerprint } from './sample'

/** People whose identifiers are compared. */
const MAX_PEOPLE = 4096

/** Values of one identifier that are kept for one person. */
const MAX_VALUES = 4

/** The number of people that are many: an identifier that they share is not their own. */
const MANY_PEOPLE = 10

/** Offices and phone networks share IP addresses; a server that sends its own shares it with nearly everybody. */
const LEAST_SHARE: Record<string, number> = { ip: 0.05 }

const IDENTIFIERS = ['email', 'phone', 'external_id', 'ttclid', 'ttp', 'ip'] as const

type Identifier = (typeof IDENTIFIERS)[number]

/** The identifiers of one person, as fingerprints. */
interface CountedPerson {
  values: Partial<Record<Identifier, string[]>>
  position: Position
}

/** An identifier that belongs to many people. */
export interface SharedIdentifier {
  identifier: Identifier
  people: number
  /** The share of all people that were compared. */
  share: number
  examples: Position[]
}

/** Notes the identifiers of a sample of people, to find values that many people share. */
export class People {
  /** People by external ID, or else by contact. */
  private readonly byId = new DistinctSample<CountedPerson>(MAX_PEOPLE, combine)
  /** People by contact, or else by device: external IDs are shared between them. */
  private readonly byContact = new DistinctSample<CountedPerson>(MAX_PEOPLE, combine)

  add({ built: { user = {} }, event, position }: BuiltObservation): void {
    const contact = user.email?.[0] ?? user.phone?.[0]
    const device = typeof event.anonymousId === 'string' ? event.anonymousId : undefined
    const id = user.external_id?.[0] ?? contact ?? device
    if (id !== undefined) {
      this.byId.add(fingerprint(id), () => createPerson({ ...user, external_id: undefined }, position))
    }
    const other = contact ?? device
    if (other !== undefined && user.external_id !== undefined) {
      this.byContact.add(fingerprint(other), () => createPerson({ external_id: user.external_id }, position))
    }
  }

  /** The most shared value of each identifier, if many people share it. */
  shared(): SharedIdentifier[] {
    return IDENTIFIERS.flatMap((identifier) => {
      const people = (identifier === 'external_id' ? this.byContact : this.byId).values()
      const holders = mostShared(people, identifier)
      const share = holders.length / people.length
      if (holders.length < MANY_PEOPLE || share < (LEAST_SHARE[identifier] ?? 0)) return []
      const examples = holders.map(({ position }) => position).sort(comparePositions)
      return [{ identifier, people: holders.length, share, examples: examples.slice(0, 3) }]
    })
  }
}

function mostShared(people: readonly CountedPerson[], identifier: Identifier): CountedPerson[] {
  const holders = new Map<string, CountedPerson[]>()
  for (const person of people) {
    for (const value of person.values[identifier] ?? []) {
      const list = holders.get(value) ?? []
      list.push(person)
      holders.set(value, list)
    }
  }
  return [...holders.values()].reduce((most, list) => (list.length > most.length ? list : most), [])
}

function createPerson(user: Partial<Record<Identifier, string | string[]>>, position: Position): CountedPerson {
  const values: CountedPerson['values'] = {}
  for (const identifier of IDENTIFIERS) {
    const texts = [user[identifier] ?? []].flat()
    if (texts.length > 0) values[identifier] = texts.slice(0, MAX_VALUES).map(fingerprint)
  }
  return { values, position }
}

function combine(one: CountedPerson, other: CountedPerson): CountedPerson {
  const isKnown = (identifier: Identifier) =>
    (other.values[identifier] ?? []).every((value) => one.values[identifier]?.includes(value))
  if (comparePositions(one.position, other.position) <= 0 && IDENTIFIERS.every(isKnown)) return one
  const values: CountedPerson['values'] = {}
  for (const identifier of IDENTIFIERS) {
    const all = [...(one.values[identifier] ?? []), ...(other.values[identifier] ?? [])]
    // Sorted, so that the order of the input does not matter.
    if (all.length > 0) values[identifier] = [...new Set(all)].sort().slice(0, MAX_VALUES)
  }
  return { values, position: comparePositions(one.position, other.position) <= 0 ? one.position : other.position }
}
