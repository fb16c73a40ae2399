import type { JSONValue } from '@segment/actions-core'

/** What is not as expected. */
export interface CaseDifference {
  /** Name of the mapping, if it is in a request. */
  mapping?: string
  /** A key of TikTok's event, such as `properties.value`; or `event`, `outcome` or `requests` of the case. */
  path: string
  /** Absent if nothing is expected. */
  expected?: JSONValue
  /** Absent if there is nothing. */
  actual?: JSONValue
}

export interface CaseResult {
  name: string
  passed: boolean
  differences: CaseDifference[]
}
