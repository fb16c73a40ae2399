import { EVENTS_URL } from '../../src/reportWebEvent/constants'
import type { TikTokRequest } from '../../src/reportWebEvent/types'

/** Stands for the Pixel Code in a command: the shell fills it in, as the token. */
export const PIXEL_VARIABLE = '$TIKTOK_PIXEL_CODE'

/** A shell command that sends a request. The token is left to the environment, and so is the pixel if it is a variable. */
export function formatCurl(request: TikTokRequest): string {
  const body = JSON.stringify(request, undefined, 2)
  const send = [
    `curl '${EVENTS_URL}' \\`,
    '  --header "Access-Token: $TIKTOK_ACCESS_TOKEN" \\',
    "  --header 'Content-Type: application/json' \\",
    '  --data-binary @-'
  ].join('\n')
  if (request.event_source_id !== PIXEL_VARIABLE) return `${send} <<'JSON'\n${body}\nJSON`
  const note = body.includes('"<') ? '# Replace each <name> by its value.\n' : ''
  return `${note}sed "s/[$]TIKTOK_PIXEL_CODE/$TIKTOK_PIXEL_CODE/" <<'JSON' |\n${body}\nJSON\n${send}`
}
