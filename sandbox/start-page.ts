import { html } from 'hono/html'
import type { Totals } from './events-api'

const TITLE = 'TikTok Conversions sandbox'
const DESCRIPTION = "A local stand-in for TikTok's Events API 2.0. Nothing leaves this machine."

const LINKS = [
  ['/sandbox/accepted', 'accepted events'],
  ['/sandbox/duplicates', 'duplicates within 48 hours'],
  ['/sandbox/requests', 'requests and their answers'],
  ['/sandbox/totals', 'counts as JSON']
] as const

/** The start page for a terminal. @param origin such as `http://127.0.0.1:8099` */
export function formatStartPage(origin: string, totals: Totals): string {
  const links = LINKS.map(([path, meaning]) => `${origin}${path}  ${meaning}`)
  return [TITLE, DESCRIPTION, '', trackLine(origin), countsLine(totals), '', ...links, ''].join('\n')
}

/** The start page for a browser. @param origin such as `http://127.0.0.1:8099` */
export function renderStartPage(origin: string, totals: Totals) {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${TITLE}</title>
<h1>${TITLE}</h1>
<p>${DESCRIPTION}</p>
<p>${trackLine(origin)}</p>
<p>${countsLine(totals)}</p>
<ul>${LINKS.map(([path, meaning]) => html`\n<li><a href="${path}">${path}</a>: ${meaning}</li>`)}
</ul>
</html>
`
}

function trackLine(origin: string): string {
  return `Send events to: POST ${origin}/open_api/v1.3/event/track/`
}

function countsLine({ requests, rejected, accepted, duplicates }: Totals): string {
  return `Requests: ${requests}, rejected: ${rejected}. Events accepted: ${accepted}, duplicates: ${duplicates}.`
}
