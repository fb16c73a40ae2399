import { effect, signal } from '@preact/signals'

export type Theme = 'system' | 'light' | 'dark'

const TOKEN = 'studio-token'
const THEME = 'studio-theme'

/** Whether personal values are shown. Each visit begins without them. */
export const showValues = signal(false)

export const theme = signal<Theme>(readTheme())

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
