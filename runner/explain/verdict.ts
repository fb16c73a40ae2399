import { SANDBOX_ACCESS_TOKEN } from '../../sandbox/credentials'
import { findAllFaults } from '../../sandbox/validate'
import type { TikTokRequest } from '../../src/reportWebEvent/types'
import type { Fault } from './types'

/** The faults that the sandbox finds in a request. The first one is its answer. */
export function findFaults(request: TikTokRequest): Fault[] {
  const access = { accessToken: SANDBOX_ACCESS_TOKEN, pixelCode: request.event_source_id, readOnlyPixels: [] }
  return findAllFaults(SANDBOX_ACCESS_TOKEN, request, access)
}
