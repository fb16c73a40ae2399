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
import { UnknownScreen } from './screens/unknown'
import { hasUnsavedWork, redo, undo } from './state/mappings'
import { connection } from './state/server'

/** Paths, whose variable parts are `*`. */
const SCREENS: Record<string, ComponentType> = {
  '': EventsScreen,
  events: EventsScreen,
  'events/*/*': JourneyScreen,
  mappings: MappingsScreen,
  'mappings/*': MappingsScreen,
  diagnostics: DiagnosticsScreen,
  requests: RequestsScreen
}

/** The page: header and one screen. */
export function App() {
  const [first = '', ...rest] = segments()
  const Screen = SCREENS[[first, ...rest.map(() => '*')].join('/')] ?? UnknownScreen
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

const CONNECTION = {
  connecting: undefined,
  open: undefined,
  lost: 'The studio does not answer. If the command has ended, start it again and open the address that it prints. The page tries again each second.',
  refused: 'This address lacks the token of the studio. Open the address that the command has printed.'
}

function Connection() {
  const text = CONNECTION[connection.value]
  return <div role="alert">{text !== undefined && <p class="banner bad">{text}</p>}</div>
}
