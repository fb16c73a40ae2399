import { Command } from '@commander-js/extra-typings'
import type { ExitCode } from '../../errors'
import { EXIT, UsageError } from '../../errors'
import type { DeadLetter } from '../../live/store/dead-letters'
import type { Store } from '../../live/store/store'
import { count } from '../../terminal/text'
import { wholeNumber } from '../flags'
import { openExistingStore, schemaOption, storeOption } from '../store-option'

/** Letters that are read or changed at a time. */
const PAGE = 1000

const id = wholeNumber(1, Number.MAX_SAFE_INTEGER)
const collectId = (text: string, before: readonly number[] = []) => [...before, id(text)]

const HELP = `
Examples:
  $ tiktok-conversions dead list --store events.db
  $ tiktok-conversions dead send 12 13 --store events.db
  $ tiktok-conversions dead list --json --store events.db > failed.ndjson
`

/** `tiktok-conversions dead`: events that were rejected or failed after retries. */
export const deadCommand = (exitWith: (code: ExitCode) => void) =>
  new Command('dead')
    .description('show events that were rejected or failed after retries, queue them again, or remove them')
    .addCommand(listCommand(exitWith))
    .addCommand(showCommand(exitWith))
    .addCommand(changeCommand('send', 'queue events again, each for the mapping it failed with', exitWith))
    .addCommand(changeCommand('drop', 'remove events for good', exitWith))
    .addHelpText('after', HELP)

const listCommand = (exitWith: (code: ExitCode) => void) =>
  new Command('list')
    .description('list events with their reasons, the oldest first')
    .addOption(storeOption())
    .addOption(schemaOption())
    .option('--after <id>', 'only those behind this id', wholeNumber(0, Number.MAX_SAFE_INTEGER), 0)
    .option('--limit <n>', 'at most n events (default: all)', wholeNumber(1, Infinity))
    .option('--json', 'print the events too, one JSON object a line, which send can read')
    .action(async ({ after, limit = Infinity, json, ...location }) => {
      const { toFailedEvent } = await import('../../live/http/admin')
      const format = json ? (letter: DeadLetter) => JSON.stringify(toFailedEvent(letter)) : toLine
      await withStore(location, async (opened) => {
        for await (const letter of lettersOf(opened, after, limit)) console.log(format(letter))
      })
      exitWith(EXIT.allDelivered)
    })

const showCommand = (exitWith: (code: ExitCode) => void) =>
  new Command('show')
    .description('print an event with its reason')
    .argument('<id>', 'the id that the list shows', id)
    .addOption(storeOption())
    .addOption(schemaOption())
    .action(async (wanted, location) => {
      const { toFailedEvent } = await import('../../live/http/admin')
      const letter = await withStore(location, (opened) => opened.dead.get(wanted))
      if (letter === undefined) throw new UsageError(`No such dead letter: ${wanted}.`)
      console.log(JSON.stringify(toFailedEvent(letter), undefined, 2))
      exitWith(EXIT.allDelivered)
    })

const changeCommand = (name: 'send' | 'drop', description: string, exitWith: (code: ExitCode) => void) =>
  new Command(name)
    .description(description)
    .argument('[ids...]', 'the ids that the list shows', collectId)
    .addOption(storeOption())
    .addOption(schemaOption())
    .option('--all', 'all of them')
    .action(async (ids, { all, ...location }) => {
      if (ids.length > 0 === (all === true)) throw new UsageError('Specify IDs or --all.')
      const changed = await withStore(location, async (opened) => {
        let total = 0
        for await (const page of all ? pagesOf(opened) : split(ids)) total += await opened.dead[name](page)
        return total
      })
      console.log(`${count(changed, 'event')} ${name === 'send' ? 'queued again' : 'removed'}.`)
      // An event that was rejected before it had a mapping cannot be queued; other ids are not there.
      exitWith(changed < ids.length ? EXIT.somethingFailed : EXIT.allDelivered)
    })

async function withStore<Result>(
  location: { store: string; schema?: string },
  work: (store: Store) => Promise<Result>
): Promise<Result> {
  const store = await openExistingStore(location.store, location.schema)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

async function* lettersOf(store: Store, after = 0, limit = Infinity): AsyncGenerator<DeadLetter> {
  let last = after
  for (let left = limit; left > 0; ) {
    const letters = await store.dead.list({ after: last, limit: Math.min(PAGE, left) })
    yield* letters
    if (letters.length === 0) return
    last = letters[letters.length - 1].id
    left -= letters.length
  }
}

/** Each page is changed before the next one is read; letters that come meanwhile have higher ids. */
async function* pagesOf(store: Store): AsyncGenerator<number[]> {
  let page: number[] = []
  for await (const letter of lettersOf(store)) {
    page.push(letter.id)
    if (page.length < PAGE) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

function split(ids: readonly number[]): number[][] {
  return [[...ids]]
}

/** Without the event: a list may be seen by others. */
function toLine({ id, at, source, mapping = '-', error, attempts }: DeadLetter): string {
  const tries = count(attempts, 'attempt')
  return [id, new Date(at).toISOString(), source, mapping, `${error.class} ${error.status}`, tries, error.message].join(
    '\t'
  )
}
