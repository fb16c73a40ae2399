import { EVENTS_URL } from '../../src/reportWebEvent/constants'
import type { TikTokRequest } from '../../src/reportWebEvent/types'

/** A shell command that sends a request. The token is left to the environment. */
export function formatCurl(request: TikTokRequest): string {
  return [
    `curl '${EVENTS_URL}' \\`,
    '  --header "Access-Token: $TIKTOK_ACCESS_TOKEN" \\',
    "  --header 'Content-Type: application/json' \\",
    "  --data-binary @- <<'JSON'",
    JSON.stringify(request, undefined, 2),
    'JSON'
  ].join('\n')
}
