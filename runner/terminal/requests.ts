import { EVENTS_URL } from '../../src/reportWebEvent/constants'
import type { TikTokRequest } from '../../src/reportWebEvent/types'
import { count } from '../figures'

/** Formats a request for people. @param most the largest number of its events to show */
export function formatRequest({ data, ...envelope }: TikTokRequest, most: number): string {
  const shown = data.slice(0, most)
  const request = `POST ${EVENTS_URL}\n${JSON.stringify({ ...envelope, data: shown }, undefined, 2)}`
  const rest = data.length - shown.length
  return rest > 0 ? `${request}\n… and ${count(rest, 'more event')} in the same request` : request
}
