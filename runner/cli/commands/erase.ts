import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { userInfo } from 'node:os'
import { Command } from '@commander-js/extra-typings'
import { EXIT, reasonOf, UsageError } from '../../errors'
import { count } from '../../figures'
import type { Erased } from '../../live/erase'
import type { PersonIds } from '../../live/person'
import { action } from '../action'
import { configOption } from '../delivery-flags'
import { envFileOption, filled } from '../flags'
import { schemaOption, storeOption, withStore } from '../store-option'

const HELP = `
Events that are already delivered are not in the store: ask TikTok for those. The audit line names the kind of the
identifier, and not its value.

Examples:
  $ npx tiktok-conversions erase --email jane@example.com --dry-run --store events.db
  $ npx tiktok-conversions erase --user customer-4711 --reference DSR-12 --audit-log erasures.ndjson --store events.db
`

/** `tiktok-conversions erase`: the right to erasure. */
export const eraseCommand = () =>
  new Command('erase')
    .description('remove the events of a person that wait for delivery or are dead letters')
    .option('--user <id>', 'user ID, anonymous ID or external ID', filled)
    .option('--email <address>', 'email address', filled)
    .option('--phone <number>', 'phone number, with the country code', filled)
    .option('--reference <text>', 'text for the audit line, such as the number of the request')
    .option('--audit-log <file>', 'file to append the audit line to, instead of printing it to standard error')
    .option('--dry-run', 'only count them')
    .addOption(storeOption())
    .addOption(schemaOption())
    .addOption(configOption())
    .addOption(envFileOption())
    .addHelpText('after', HELP)
    .action(
      action(async ({ user, email, phone, reference, auditLog, dryRun = false }, command) => {
        const ids: PersonIds = { user, email, phone }
        const kinds = Object.entries(ids).flatMap(([kind, value]) => (value === undefined ? [] : [kind]))
        if (kinds.length === 0) throw new UsageError('Specify --user, --email or --phone.')
        const { checkIds } = await import('../../live/person')
        checkIds(ids)
        const log = dryRun || auditLog === undefined ? undefined : openAuditLog(auditLog)
        const { erasePerson } = await import('../../live/erase')
        const options = { overwritesDeleted: !dryRun }
        const erased = await withStore(command, (store) => erasePerson(store, ids, dryRun), options)
        console.log(summaryOf(erased, dryRun))
        if (!dryRun) writeAudit({ identifiers: kinds, reference, ...erased }, log)
        return EXIT.allDelivered
      })
    )

function summaryOf({ waiting, dead, beingSent }: Erased, isDryRun: boolean): string {
  const verb = isDryRun ? 'found' : 'removed'
  const sent = beingSent === 0 ? '' : ` ${count(beingSent, 'event')} being sent may still reach TikTok.`
  return `${count(waiting + dead, 'event')} ${verb}: ${waiting} waiting, ${count(dead, 'dead letter')}.${sent}`
}

/** The beginning of each line of an audit log. */
const AUDIT_START = '{"at":"'

/**
 * Opens the log before anything is erased, so that the line can be written.
 * @throws UsageError if it cannot be written, or holds something else
 */
function openAuditLog(path: string): number {
  try {
    const descriptor = openSync(path, 'a+', 0o600)
    const head = Buffer.alloc(AUDIT_START.length)
    const bytes = fstatSync(descriptor).isFile() ? readSync(descriptor, head, 0, head.length, 0) : 0
    if (bytes === 0 || head.toString('latin1') === AUDIT_START) return descriptor
    closeSync(descriptor)
  } catch (error) {
    throw new UsageError(`${path} cannot be written (${reasonOf(error)}).`)
  }
  throw new UsageError(`${path} is not an audit log, and is left as it is: choose another file with --audit-log.`)
}

/** @param log descriptor of the file; standard error without one */
function writeAudit(entry: object, log: number | undefined): void {
  const line = JSON.stringify({ at: new Date().toISOString(), action: 'erase', by: userInfo().username, ...entry })
  if (log === undefined) {
    console.error(line)
    return
  }
  writeSync(log, `${line}\n`)
  closeSync(log)
}
