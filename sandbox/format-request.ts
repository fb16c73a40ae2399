import type { RequestRecord } from './requests'

const CONTROL_CHARACTERS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu

/**
 * A request as one line for a terminal, without personal values and control characters:
 * `request 00000000000000000003  200  code 40002  12 events  data.3.properties.num_items: Not a valid integer.`
 */
export function formatRequest(record: RequestRecord): string {
  const { requestId, status, code, events, message, warnings = [], dropped } = record
  const columns = [
    `request ${requestId}`,
    status,
    dropped && `connection dropped ${dropped} processing`,
    code !== undefined && `code ${code}`,
    count(events, 'event'),
    message,
    warnings.length > 0 && `${count(warnings.length, 'warning')}: ${warnings.join(' ')}`
  ]
  return columns.filter(Boolean).join('  ').replace(CONTROL_CHARACTERS, ' ')
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`
}
