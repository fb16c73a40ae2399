import { effect, signal } from '@preact/signals'

export type Theme = 'system' | 'light' | 'dark'

const KEY = 'studio-key'
const TOKEN = 'studio-token'
const THEME = 'studio-theme'

/** Whether personal values are shown. Each visit begins without them. */
export const showValues = signal(false)

export const theme = signal<Theme>(readTheme())

let admit: () => void = () => undefined
const admission = new Promise<void>((resolve) => {
  admit = resolve
})

takeToken()

/** Takes the token out of the address, so that it is neither in the history nor in a bookmark. */
function takeToken(): void {
  const found = new URLSearchParams(location.hash.slice(1)).get('token')
  if (found === null) return
  sessionStorage.setItem(TOKEN, found)
  history.replaceState(undefined, '', location.pathname + location.search)
}

/** The token that has not opened a session yet, also if the page was left meanwhile. */
export function readToken(): string | undefined {
  return sessionStorage.getItem(TOKEN) ?? undefined
}

/** What requests prove themselves by, beside the cookie. Another window may have renewed it. */
export function readKey(): string {
  return localStorage.getItem(KEY) ?? ''
}

/** The key, as soon as the browser is admitted. */
export async function admittedKey(): Promise<string> {
  await admission
  return readKey()
}

/** Keeps the key for all windows of this origin, in place of the token. */
export function keepKey(key: string): void {
  localStorage.setItem(KEY, key)
  sessionStorage.removeItem(TOKEN)
  admit()
}

function readTheme(): Theme {
  const saved = localStorage.getItem(THEME)
  return saved === 'light' || saved === 'dark' ? saved : 'system'
}

effect(() => {
  document.documentElement.dataset.theme = theme.value
  localStorage.setItem(THEME, theme.value)
})
