/** Keys of wrappers, whose lists may be too long to be kept. */
const LIST_KEYS = ['batch', 'messages', 'events', 'data']

/** More than a wrapper holds beside its list. */
const MAX_ENVELOPE_BYTES = 64 * 1024

/**
 * Finds a list of events in the beginning of an object.
 * @returns the offset of its first item
 */
export function findWrappedList(object: Buffer): number | undefined {
  const text = object.toString('latin1', 0, MAX_ENVELOPE_BYTES)
  // Texts, the last of them possibly cut, and brackets outside of them.
  const tokens = /"(?:[^"\\]|\\.)*"?|[{}[\]]/gs
  let depth = 0
  let key = ''
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token[0] === '"') key = token.slice(1, -1)
    else if (token === '}' || token === ']') depth--
    else {
      depth++
      if (token === '[' && depth === 2 && LIST_KEYS.includes(key)) return index + 1
    }
  }
  return undefined
}

/** Whether the rest of a wrapper, behind its list, holds what its events should have been given. */
export function concernsEvents(rest: Buffer): boolean {
  return /"(?:context|integrations)"\s*:/.test(rest.toString('latin1'))
}
