import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { Header } from './parts/header'
import { Help } from './parts/help'
import { segments } from './router'
import { DiagnosticsScreen } from './screens/diagnostics'
import { EventsScreen } from './screens/events'
import { JourneyScreen } from './screens/journey'
import { MappingsScreen } from './screens/mappings'
import { RequestsScreen } from './screens/requests'
import { hasUnsavedWork, redo, undo } from './state/mappings'
import { notice } from './state/notice'
import { connection } from './state/server'

const SCREENS: Record<string, { title: string; Screen: ComponentType }> = {
  events: { title: 'Events', Screen: EventsScreen },
  journey: { title: 'Journey of an event', Screen: JourneyScreen },
  mappings: { title: 'Mappings', Screen: MappingsScreen },
  diagnostics: { title: 'Diagnostics', Screen: DiagnosticsScreen },
  requests: { title: 'Requests', Screen: RequestsScreen }
}

/** The page: header, one screen, and what is said aloud. */
export function App() {
  const { title, Screen } = SCREENS[screenName()] ?? SCREENS.events
  useEffect(() => {
    document.title = `${title} · TikTok Conversions Studio`
  }, [title])
  useGuards()
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header />
      <Connection />
      <main id="main" tabIndex={-1}>
        {connection.value !== 'refused' && <Screen />}
      </main>
      <Notice />
      <Help />
    </>
  )
}

/** Undoes and redoes edits of mappings, and asks before edits are lost with the page. */
function useGuards(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isText = (event.target as Element).closest('input, textarea, [contenteditable="true"]') !== null
      if (isText || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return
      event.preventDefault()
      if (event.shiftKey) redo()
      else undo()
    }
    const onLeave = (event: BeforeUnloadEvent) => {
      if (hasUnsavedWork.value) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    addEventListener('beforeunload', onLeave)
    return () => {
      document.removeEventListener('keydown', onKey)
      removeEventListener('beforeunload', onLeave)
    }
  }, [])
}

function screenName(): string {
  const [first = 'events', ...rest] = segments()
  return first === 'events' && rest.length > 0 ? 'journey' : first
}

const CONNECTION = {
  connecting: undefined,
  open: undefined,
  lost: 'The studio does not answer. Is the command still running?',
  refused: 'This address lacks the token of the studio. Open the address that the command has printed.'
}

function Connection() {
  const text = CONNECTION[connection.value]
  return <div role="alert">{text !== undefined && <p class="banner bad">{text}</p>}</div>
}

function Notice() {
  const { text, kind } = notice.value
  return (
    <div class={`notice ${kind}`} role="status">
      {text}
    </div>
  )
}
