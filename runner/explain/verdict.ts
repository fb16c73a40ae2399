import { SANDBOX_ACCESS_TOKEN } from '../../sandbox/credentials'
import { findEventFault, findRequestFault } from '../../sandbox/validate'
import type { TikTokRequest } from '../../src/reportWebEvent/types'
import type { Fault } from './types'

/** The faults that the sandbox finds in a request, in the order in which it looks for them. */
export function findFaults(request: TikTokRequest): Fault[] {
  const { event_source_id: pixelCode } = request
  const access = { accessToken: SANDBOX_ACCESS_TOKEN, pixelCode, readOnlyPixels: [] }
  const fault = findRequestFault(SANDBOX_ACCESS_TOKEN, request, access) ?? findEventFault({ ...request })
  return fault === undefined ? [] : [{ ...fault, path: /^([\w.]+): /.exec(fault.message)?.[1] }]
}
