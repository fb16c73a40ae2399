import { setTimeout as wait } from 'node:timers/promises'
import { firstBackoff } from '../delivery/backoff'
import type { DeliveryLimits } from '../delivery/config'
import type { CredentialsProblem } from '../delivery/destination'
import { testCredentials } from '../delivery/destination'
import type { Endpoint } from '../delivery/endpoint'
import { describeUnreachable, isRefusedHere, isSandboxRunning } from '../delivery/unreachable'
import type { Checkpoint } from '../state/checkpoint'
import { findOldOutcomes } from '../state/old-outcomes'
import type { Reporter, RunPlan } from '../terminal/reporter'

interface Preflight extends RunPlan {
  checkpoint: Checkpoint
  limits: Pick<DeliveryLimits, 'maxAttempts' | 'retryDelay'>
}

/**
 * Reports what is about to be sent, warns of events that TikTok could count twice, and makes the first request alone,
 * which checks the credentials.
 * @returns why nothing can be sent; a fault of TikTok is no reason, since every request is tried again
 */
export async function preflight(
  plan: Preflight,
  reporter: Pick<Reporter, 'planned' | 'notice' | 'waiting'>,
  interrupted: AbortSignal
): Promise<string | undefined> {
  const { endpoint, files, checkpoint, limits } = plan
  if (endpoint.kind === 'dry-run') return undefined

  reporter.planned(plan)
  for (const outcome of findOldOutcomes(files, checkpoint, Date.now())) reporter.notice(outcome)
  if (endpoint.kind === 'sandbox') return findSandboxProblem(endpoint)

  const problem = await firstAnswer(endpoint, limits, reporter, interrupted)
  if (problem?.unreachable !== undefined) return describeUnreachable(endpoint, problem.unreachable)
  if (problem?.isUnauthorized) return problem.message
  if (problem !== undefined && !interrupted.aborted)
    reporter.notice(`${problem.message} The run goes on, and tries each request several times.`)
  return undefined
}

async function findSandboxProblem(endpoint: Endpoint): Promise<string | undefined> {
  if (await isSandboxRunning(endpoint)) return undefined
  const { port } = endpoint
  return `no sandbox listens on port ${port}. To start one, run: npx tiktok-conversions sandbox --port ${port}`
}

/** Asks for the credentials until there is an answer, an interrupt, or no attempt left. */
async function firstAnswer(
  endpoint: Endpoint,
  { maxAttempts, retryDelay }: Preflight['limits'],
  reporter: Pick<Reporter, 'waiting'>,
  interrupted: AbortSignal
): Promise<CredentialsProblem | undefined> {
  let backoff = firstBackoff(retryDelay)
  for (let attempt = 1; ; attempt++) {
    const problem = await testCredentials(endpoint)
    const { unreachable } = problem ?? {}
    if (unreachable === undefined || attempt >= maxAttempts || isRefusedHere(unreachable)) return problem
    if (interrupted.aborted) return undefined
    const reason = describeUnreachable(endpoint, unreachable)
    reporter.waiting({ reason, isRateLimit: false, attempt, maxAttempts, pause: backoff.duration })
    await wait(backoff.duration, undefined, { signal: interrupted }).catch(() => undefined)
    if (interrupted.aborted) return undefined
    backoff = backoff.next(undefined)
  }
}
