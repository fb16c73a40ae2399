import { Command } from '@commander-js/extra-typings'
import { EXIT, UsageError } from '../../errors'
import { count } from '../../figures'
import { action } from '../action'
import { configOption } from '../delivery-flags'
import { envFileOption } from '../flags'
import { schemaOption, storeOption, withStore } from '../store-option'

/** `tiktok-conversions retry`: ends the back-off of events that failed. */
export const retryCommand = () =>
  new Command('retry')
    .description('try events again that wait for another attempt')
    .option('--now', 'at once, whatever the back-off is')
    .option('--destination <name>', 'only events of this destination')
    .addOption(storeOption())
    .addOption(schemaOption())
    .addOption(configOption())
    .addOption(envFileOption())
    .action(
      action(async ({ now, destination }, command) => {
        if (now !== true) throw new UsageError('Specify --now.')
        const events = await withStore(command, (store) => store.waiting.hasten({ withinMs: 0, destination }))
        console.log(`${count(events, 'event')} due now.`)
        return EXIT.allDelivered
      })
    )
