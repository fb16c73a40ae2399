import { constants, setPriority } from 'node:os'
import { reasonOf, UsageError } from '../errors'
import type { LiveChanges, LiveCursor } from '../studio'
import type { FromStudio, ServeStudioSettings, ToStudio } from './serve-studio'
import { startStudioOn } from './start-studio'

/** The studio of a server, in a process of its own. It ends with the process that forked it. */
async function run({ port, mappings, hasResults, optOut }: ServeStudioSettings): Promise<void> {
  // The server and its deliverer go first.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  const studio = await startStudioOn({ port, mappings, live: { hasResults, optOut, changesSince: ask } })
  tell({ kind: 'started', url: studio.url })
  await ended
  await studio.close()
  if (process.connected) process.disconnect()
}

function tell(message: FromStudio): void {
  process.send?.(message, undefined, undefined, () => {})
}

/** The question that waits for its answer; there is one at a time. */
let answer: (changes: LiveChanges) => void = () => {}

function ask(cursor: LiveCursor): Promise<LiveChanges> {
  const asked = new Promise<LiveChanges>((resolve) => {
    answer = resolve
  })
  tell({ kind: 'asked', cursor })
  return Promise.race([asked, gone])
}

/** A terminal sends it to every process; the server ends this one in its turn. */
process.on('SIGINT', () => {})
const gone = new Promise<never>((_, reject) => {
  process.once('disconnect', () => reject(new Error('The server is gone.')))
})
gone.catch(() => {})
const ended = new Promise<void>((resolve) => {
  process.once('SIGTERM', resolve)
  process.once('SIGHUP', resolve)
  process.once('disconnect', resolve)
})

process.on('message', (message: ToStudio) => {
  if (message.kind === 'changes') answer(message.changes)
  else {
    run(message.settings).catch((error) => {
      // A message of the system could quote a value.
      tell({ kind: 'failed', message: error instanceof UsageError ? error.message : `it failed (${reasonOf(error)}).` })
      process.exitCode = 1
      if (process.connected) process.disconnect()
    })
  }
})
