import { segments } from '../router'
import type { Theme } from '../session'
import { showValues, theme } from '../session'
import { requestTotal } from '../state/server'
import { formatNumber } from '../words'
import { openHelp } from './help'
import { Switch } from './switch'

const LINKS = [
  ['events', 'Events'],
  ['mappings', 'Mappings'],
  ['diagnostics', 'Diagnostics'],
  ['requests', 'Requests']
]

export function Header() {
  const [current = 'events'] = segments()
  return (
    <header class="top">
      <a class="brand" href="/events" aria-label="TikTok Conversions Studio">
        <img src="/icon.svg" alt="" width="24" height="24" />
        <span>TikTok Conversions Studio</span>
      </a>
      <nav aria-label="Screens">
        {LINKS.map(([key, name]) => (
          <a key={key} href={`/${key}`} aria-current={key === current ? 'page' : undefined}>
            {name}
            {key === 'requests' && requestTotal.value > 0 && (
              <span class="count">{formatNumber(requestTotal.value)}</span>
            )}
          </a>
        ))}
      </nav>
      <button type="button" class="more" popovertarget="tools" aria-label="More">
        <span aria-hidden="true">⋯</span>
      </button>
      {/* A menu in a narrow window, and a part of the header in a wide one. */}
      <div class="tools" id="tools" popover="auto">
        <Switch of={showValues}>Show values</Switch>
        <ThemeChoice />
        <button type="button" onClick={openHelp} aria-label="Help and keys">
          ?
        </button>
      </div>
    </header>
  )
}

function ThemeChoice() {
  return (
    <select
      aria-label="Theme"
      value={theme.value}
      onChange={({ currentTarget }) => {
        theme.value = currentTarget.value as Theme
      }}
    >
      <option value="system">System</option>
      <option value="light">Light</option>
      <option value="dark">Dark</option>
    </select>
  )
}
