import { testCredentials } from '../delivery/destination'
import type { Checkpoint } from '../state/checkpoint'
import { findOldOutcomes } from '../state/old-outcomes'
import type { Reporter, RunPlan } from '../terminal/reporter'

/**
 * Tells what is about to be sent, warns of events that TikTok could count twice, and checks the credentials with TikTok.
 * @returns why nothing can be sent; an endpoint that does not answer is no reason, since every request is tried again
 */
export async function preflight(
  plan: RunPlan & { checkpoint: Checkpoint },
  reporter: Pick<Reporter, 'planned' | 'notice'>
): Promise<string | undefined> {
  const { endpoint, files, checkpoint } = plan
  if (endpoint.kind === 'dry-run') return undefined

  reporter.planned(plan)
  for (const outcome of findOldOutcomes(files, checkpoint, Date.now())) reporter.notice(outcome)
  if (endpoint.kind !== 'tiktok') return undefined

  const problem = await testCredentials(endpoint)
  if (problem?.isUnauthorized) return problem.message
  if (problem !== undefined)
    reporter.notice(`${problem.message} The run goes on, and tries each request several times.`)
  return undefined
}
