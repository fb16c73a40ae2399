import type { RunReport } from './reporter'

/** Events that TikTok drops after 2027, each with the one to report instead. */
const OLD_EVENTS: Record<string, string> = {
  PlaceAnOrder: 'map Purchase instead (tiktok-conversions presets --rename PlaceAnOrder=Purchase)',
  ClickButton: 'map a standard event that fits, such as Contact, or Purchase for an order, instead'
}

/** The sentences that follow a report, for people. */
export function noticesOf(report: RunReport): string[] {
  const { tally, readErrors, stopped, canResume, failedFile, savesFailedEvents } = report
  const notices = [...readErrors]
  if (failedFile !== undefined) {
    notices.push(`Failed events were saved to ${failedFile}. Fix them and send that file.`)
  } else if (tally.rejected + tally.gaveUp > 0 && !savesFailedEvents) {
    notices.push('Failed events were not saved: name a file with --failed.')
  }
  for (const [event, advice] of Object.entries(OLD_EVENTS)) {
    if (Object.hasOwn(tally.matchKeys, event)) notices.push(`TikTok supports ${event} until 2027 only: ${advice}.`)
  }
  if (stopped !== undefined) {
    const advice = canResume ? ' Run the same command again to resume.' : ''
    notices.push(`The run stopped: ${stopped.replace(/\.$/, '')}.${advice}`)
  }
  return notices
}
