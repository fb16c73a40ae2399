import { effect, signal } from '@preact/signals'

export type Theme = 'system' | 'light' | 'dark'

const KEY = 'studio-key'
const THEME = 'studio-theme'

/** Whether personal values are shown. Each visit begins without them. */
export const showValues = signal(false)

export const theme = signal<Theme>(readTheme())

/** The token of the address, if it has one. */
export const firstToken = takeToken()

/** Takes the token out of the address, so that it is neither in the history nor in a bookmark. */
function takeToken(): string | undefined {
  const found = new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined
  if (found !== undefined) history.replaceState(undefined, '', location.pathname + location.search)
  return found
}

/** What requests prove themselves by, beside the cookie. Another window may have renewed it. */
export function readKey(): string {
  return localStorage.getItem(KEY) ?? ''
}

/** Keeps the key for all windows of this origin. */
export function keepKey(key: string): void {
  localStorage.setItem(KEY, key)
}

function readTheme(): Theme {
  const saved = localStorage.getItem(THEME)
  return saved === 'light' || saved === 'dark' ? saved : 'system'
}

effect(() => {
  document.documentElement.dataset.theme = theme.value
  localStorage.setItem(THEME, theme.value)
})
