import { signal } from '@preact/signals'

/** The path and query of the page. */
const place = signal(location.pathname + location.search)

/** The keys of the path, such as `['events', 'pasted', '0']`. */
export function segments(): string[] {
  const { pathname } = new URL(place.value, location.origin)
  return pathname.split('/').filter(Boolean).map(decodeURIComponent)
}

/** A parameter of the query; empty if there is none. */
export function query(name: string): string {
  return new URL(place.value, location.origin).searchParams.get(name) ?? ''
}

/** A path of the page with its keys escaped. */
export function pathTo(...keys: (string | number)[]): string {
  return `/${keys.map((key) => encodeURIComponent(key)).join('/')}`
}

/** The choice of a list: it stays with an event that is opened from it, so that the way back leads to the same row. */
const LIST_PARAMETERS = ['source', 'filter', 'q', 'finding', 'at']

/** The parameters of the list, with changes, as a query. */
export function parametersOfList(change: Record<string, string> = {}): string {
  const present = Object.fromEntries(LIST_PARAMETERS.map((name) => [name, name === 'at' ? '' : query(name)]))
  return new URLSearchParams(Object.entries({ ...present, ...change }).filter(([, value]) => value !== '')).toString()
}

/** The address of an event, with its place in the list that it is opened from. */
export function eventAddress(source: string, index: number, position: number): string {
  return `${pathTo('events', source, index)}?${parametersOfList({ at: String(position) })}`
}

/** Notes a place in the list, to which the browser's step back leads. */
export function notePlace(position: number): void {
  history.replaceState(undefined, '', `/events?${parametersOfList({ at: String(position) })}`)
}

/** Goes to a path. @param replace whether the step back skips the place that is left */
export function navigate(path: string, replace = false): void {
  if (replace) history.replaceState(undefined, '', path)
  else history.pushState(undefined, '', path)
  place.value = path
}

/** Makes links to paths of the page, and the browser's steps back and forward, change the screen without a reload. */
export function startRouter(): void {
  addEventListener('popstate', () => {
    place.value = location.pathname + location.search
  })
  document.addEventListener('click', (click) => {
    const link = (click.target as Element).closest?.('a')
    const isPlain = click.button === 0 && !click.ctrlKey && !click.metaKey && !click.shiftKey
    if (!link || link.origin !== location.origin || link.target !== '' || link.hash !== '' || !isPlain) return
    if (link.hasAttribute('download')) return
    click.preventDefault()
    navigate(link.pathname + link.search)
  })
}
