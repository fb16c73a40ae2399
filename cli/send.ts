import type { SegmentEvent } from '@segment/actions-core'
import type { Sandbox } from '../sandbox'
import { readEvents } from './events'
import type { ExitCode } from './exit'
import { EXIT } from './exit'
import { Report } from './report'
import type { Subscription } from './subscriptions'
import { presetSubscriptions } from './subscriptions'
import type { Target } from './target'
import { dryRunTarget, liveTarget, sandboxTarget } from './target'

export interface SendOptions {
  sandbox?: boolean
  dryRun?: boolean
}

/** `tiktok-conversions send`: runs events through the presets that match them, as a CDP would. */
export async function send(file: string, options: SendOptions): Promise<ExitCode> {
  if (options.dryRun) return sendAll(file, dryRunTarget(printRequest), 'would be sent')
  if (!options.sandbox) return sendAll(file, liveTarget(), 'delivered')

  const { startSandbox } = await import('../sandbox')
  const sandbox = await startSandbox()
  try {
    const exitCode = await sendAll(file, sandboxTarget(sandbox), 'delivered')
    printReceived(sandbox)
    return exitCode
  } finally {
    await sandbox.close()
  }
}

async function sendAll(file: string, target: Target, success: string): Promise<ExitCode> {
  const subscriptions = presetSubscriptions()
  const report = new Report(success)
  for await (const line of readEvents(file)) {
    if ('problem' in line) {
      report.unreadable(line.number, line.problem)
      continue
    }
    const matching = subscriptions.filter(({ matches }) => matches(line.event))
    if (matching.length === 0) report.unwanted(line.number, line.event)
    for (const subscription of matching) {
      report.sent(line.number, line.event, subscription, await failureOf(line.event, subscription, target))
    }
  }
  report.total()
  return report.hasFailures ? EXIT.somethingFailed : EXIT.allDelivered
}

/** Runs an event through a subscription; resolves to what went wrong where it was not delivered. */
async function failureOf(
  event: SegmentEvent,
  { matches: _matches, ...subscription }: Subscription,
  { destination, settings }: Target
): Promise<string | undefined> {
  try {
    await destination.onEvent(event, { ...settings, subscription })
    return undefined
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    return `${code === 'RETRYABLE_ERROR' ? 'to be sent again' : 'refused'}: ${message}`
  } finally {
    // Every answer is kept there, whole.
    destination.responses.length = 0
  }
}

function printRequest(url: string, body: unknown): void {
  console.log(`POST ${url}\n${JSON.stringify(body, undefined, 2)}`)
}

function printReceived({ accepted, duplicates, requests }: Sandbox): void {
  const names = new Map<string, number>()
  for (const { data } of accepted) names.set(data.event, (names.get(data.event) ?? 0) + 1)
  const received = [...names].map(([name, count]) => `${count} ${name}`).join(', ')
  console.log(
    `The sandbox answered ${requests.length} requests. It accepted ${accepted.length} events` +
      `${received && ` (${received})`} and dropped ${duplicates.length} duplicates.`
  )
}
