import { effect, signal } from '@preact/signals'

export type Theme = 'system' | 'light' | 'dark'

const TOKEN = 'studio-token'
const THEME = 'studio-theme'

/** Whether personal values are shown. Each visit begins without them. */
export const showValues = signal(false)

export const theme = signal<Theme>(readTheme())

const PASTED = 'studio-pasted'

/** Sources that the person has pasted here: their values are the person's own, and are shown. */
export const pasted = signal<readonly string[]>(JSON.parse(sessionStorage.getItem(PASTED) ?? '[]'))

/** Notes that a source was pasted in this window. */
export function notePasted(source: string): void {
  pasted.value = [...pasted.value, source]
  sessionStorage.setItem(PASTED, JSON.stringify(pasted.value))
}

/** The token that the server asks for. */
export const token = readToken()

/** Takes the token out of the address, so that it is neither in the history nor in a bookmark. */
function readToken(): string {
  const found = new URLSearchParams(location.hash.slice(1)).get('token')
  if (found === null) return sessionStorage.getItem(TOKEN) ?? ''
  sessionStorage.setItem(TOKEN, found)
  history.replaceState(undefined, '', location.pathname + location.search)
  return found
}

function readTheme(): Theme {
  const saved = localStorage.getItem(THEME)
  return saved === 'light' || saved === 'dark' ? saved : 'system'
}

effect(() => {
  document.documentElement.dataset.theme = theme.value
  localStorage.setItem(THEME, theme.value)
})
