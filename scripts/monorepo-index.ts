/** The list of destinations in a checkout of https://github.com/segmentio/action-destinations, and this one's line in it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const SLUG = 'tiktok-conversions'
export const PACKAGE = 'packages/destination-actions'
export const INDEX = `${PACKAGE}/src/destinations/index.ts`

/** A line of the index, such as `register('5f7dd6d21ad74f3842b1fc47', './slack')`. */
const ENTRY = /^register\(\s*'([^']*)',\s*'\.\/([^']*)'\s*\).*$/gm

/** Tells in one line for the terminal why the checkout stays as it is, and what to do about it. */
export class Refusal extends Error {}

/**
 * Reads the index of a checkout.
 * @throws Refusal if it is not a checkout of the monorepo
 */
export function readIndex(checkout: string): string {
  try {
    const { name } = JSON.parse(readFileSync(join(checkout, PACKAGE, 'package.json'), 'utf8'))
    const index = readFileSync(join(checkout, INDEX), 'utf8')
    if (name === '@segment/action-destinations' && readEntries(index).length > 0) return index
  } catch {
    // A missing file means the same as a file with other contents.
  }
  throw new Refusal(
    `${checkout} is not a checkout of segmentio/action-destinations, which registers destinations in ${INDEX}.`
  )
}

interface Entry {
  id: string
  folder: string
  /** The end of its line in the index. */
  end: number
}

function readEntries(index: string): Entry[] {
  const matches = [...index.matchAll(ENTRY)]
  return matches.map(({ 0: line, 1: id, 2: folder, index: start }) => ({ id, folder, end: start + line.length }))
}

/**
 * The index with a line for the destination, after the last one there, unless it has one.
 * @throws Refusal unless there is one id, that of this destination only
 */
export function addEntry(index: string, givenId?: string): string {
  const entries = readEntries(index)
  const id = chooseId(entries, givenId)
  if (entries.some(({ folder }) => folder === SLUG)) return index

  const { end } = entries[entries.length - 1]
  return `${index.slice(0, end)}\nregister('${id}', './${SLUG}')${index.slice(end)}`
}

/** @throws Refusal unless there is one id, that of this destination only */
function chooseId(entries: Entry[], id?: string): string {
  const own = entries.find(({ folder }) => folder === SLUG)
  if (id === undefined) {
    if (own !== undefined) return own.id
    throw new Refusal(
      `./${SLUG} is not registered yet: give --id with the destination's metadata id in Segment's control plane (24 hexadecimal digits).`
    )
  }
  if (!/^[0-9a-f]{24}$/.test(id)) throw new Refusal(`${id} is not a metadata id: 24 digits and letters from a to f.`)

  const namesake = entries.find((entry) => entry.id === id && entry !== own)
  if (namesake !== undefined) throw new Refusal(`${id} is the metadata id of ./${namesake.folder} already.`)

  if (own !== undefined && own.id !== id) {
    throw new Refusal(`./${SLUG} is registered as ${own.id}, not as ${id}: leave out --id, or change ${INDEX} first.`)
  }
  return id
}
