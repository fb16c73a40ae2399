import { Command } from '@commander-js/extra-typings'
import { EXIT } from '../../errors'
import { count } from '../../figures'
import type { EventHistory } from '../../live/find-event'
import { action } from '../action'
import { configOption } from '../delivery-flags'
import { envFileOption } from '../flags'
import { schemaOption, storeOption, withStore } from '../store-option'

const HELP = `
Example:
  $ npx tiktok-conversions events find order-1001 --store events.db

Exit status: 0 found, 1 not found, 2 wrong use
`

/** `tiktok-conversions events`: looks into the store of a server. */
export const eventsCommand = () =>
  new Command('events').description('look into the store of serve').addCommand(findCommand())

const findCommand = () =>
  new Command('find')
    .description('show what became of the event with a message ID')
    .argument('<message-id>', 'the messageId of the event')
    .addOption(storeOption())
    .addOption(schemaOption())
    .addOption(configOption())
    .addOption(envFileOption())
    .option('--json', 'print one JSON object, with the events that wait or are dead letters')
    .addHelpText('after', HELP)
    .action(
      action(async (messageId, { json }, command) => {
        const { findEvent } = await import('../../live/find-event')
        const history = await withStore(command, (store) => findEvent(store, messageId))
        const lines = linesOf(history)
        if (json) console.log(JSON.stringify(history))
        else if (lines.length > 0) console.log(lines.join('\n'))
        else console.log('No event with this message ID was received within 48 hours, waits, or is a dead letter.')
        return lines.length > 0 ? EXIT.allDelivered : EXIT.somethingFailed
      })
    )

/** Formats the history of an event without the event itself. */
function linesOf({ received, settled, waiting, dead }: EventHistory): string[] {
  const iso = (at: number) => new Date(at).toISOString()
  return [
    ...received.map(({ at, source }) => `${iso(at)}  received from ${source}`),
    ...settled.map(({ at, destination, outcome, source }) => {
      return `${iso(at)}  ${outcome.replace('_', ' ')}${outcome === 'delivered' ? ` to ${destination}` : ''}, from ${source}`
    }),
    ...waiting.map(({ destination, due, attempts, isLeased }) => {
      const state = isLeased ? 'is being delivered' : `waits for delivery, due ${iso(due)}`
      return `now  ${state}, to ${destination}, after ${count(attempts, 'attempt')}`
    }),
    ...dead.map(({ id, at, destination = '-', mapping = '-', error }) => {
      return `${iso(at)}  dead letter ${id}, ${destination}, ${mapping}: ${error.message}`
    })
  ]
}
