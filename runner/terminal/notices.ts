import type { RunReport } from './reporter'

/** The sentences that follow a report, for people. */
export function noticesOf(report: RunReport): string[] {
  const { tally, readErrors, stopped, canResume, failedFile, nothingSent, savesFailedEvents } = report
  const notices = [...readErrors]
  if (failedFile !== undefined) {
    notices.push(`Failed events were saved to ${failedFile}. Fix them and send that file.`)
  } else if (tally.rejected + tally.gaveUp > 0 && !savesFailedEvents) {
    notices.push('Failed events were not saved: name a file with --failed.')
  }
  if (nothingSent !== undefined) notices.push(nothingSent)
  if (stopped !== undefined) {
    const advice = canResume ? ' Run the same command again to resume.' : ''
    notices.push(`The run stopped: ${stopped.replace(/\.$/, '')}.${advice}`)
  }
  return notices
}
