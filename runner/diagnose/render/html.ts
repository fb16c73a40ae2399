import { html, raw } from 'hono/html'
import { count, formatShare } from '../../figures'
import type { EventKey } from '../../match-keys'
import { visible } from '../../terminal/text'
import type { Detail, Finding, Report } from '../report'
import { STYLE } from './style'
import {
  formatAmount,
  formatNoFindings,
  formatTotals,
  HEADINGS,
  MATCHING_COLUMNS,
  OTHER_COLUMNS,
  SEVERITIES
} from './words'

type Html = ReturnType<typeof html>

/** Title of each page; it identifies an earlier report among other files. */
export const PAGE_TITLE = 'Diagnosis of TikTok events'

/** No script, no request: the page shows what is in it, and nothing else. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** What a page was made of, so that its reader can distinguish it from another. */
export interface PageOrigin {
  /** Unix milliseconds. */
  madeAt: number
  /** Version of this package. */
  version: string
  files: readonly string[]
  /** Path of the mapping file; the presets by default. */
  mappingFile?: string
  mappings: readonly string[]
}

/** Maximum number of files that a page names. */
const MAX_FILES = 20

/** A report as one page that needs nothing else. It can be handed on: it holds no personal value. */
export async function renderPage(report: Report, origin: PageOrigin): Promise<string> {
  const { findings, coverage } = report
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${PAGE_TITLE}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>${PAGE_TITLE}</h1>
<p>${formatTotals(report)}</p>
${renderOrigin(origin)}
<h2 id="findings">Findings</h2>
${findings.length === 0 ? html`<p>${formatNoFindings(report)}</p>` : findings.map(renderFinding)}
<h2 id="coverage">Coverage of keys</h2>
${renderTable('Keys by which TikTok matches people', MATCHING_COLUMNS, coverage)}
${renderTable('Other keys', OTHER_COLUMNS, coverage)}
</main>
</body>
</html>
`
  return String(await page)
}

function renderOrigin({ madeAt, version, files, mappingFile = 'presets', mappings }: PageOrigin): Html {
  const date = new Date(madeAt).toISOString()
  const named = files.slice(0, MAX_FILES).map(visible).join(', ')
  const others = files.length > MAX_FILES ? ` and ${files.length - MAX_FILES} more` : ''
  return html`<dl>
<dt>Date</dt><dd><time datetime="${date}">${date.slice(0, 16).replace('T', ' ')} UTC</time></dd>
<dt>${count(files.length, 'file')}</dt><dd>${named}${others}</dd>
<dt>${count(mappings.length, 'mapping')}</dt><dd>${visible(mappingFile)}: ${mappings.map(visible).join(', ')}</dd>
<dt>Version</dt><dd>tiktok-conversions ${version}</dd>
</dl>`
}

function renderFinding(finding: Finding): Html {
  const { rule, severity, title, meaning, suggestion, details, examples } = finding
  return html`<article class="card ${severity}" aria-labelledby="${rule}">
<h3 id="${rule}"><span class="severity">${SEVERITIES[severity]}</span> ${title}</h3>
<p class="amount">${formatAmount(finding)}${finding.share === undefined ? '' : renderBar(finding.share)}</p>
<p>${meaning}</p>
<p><strong>What to do:</strong> ${suggestion}</p>
<ul>${details.map(renderDetail)}</ul>
${examples.length === 0 ? '' : html`<p class="examples">Examples: ${examples.join(', ')}</p>`}
</article>
`
}

function renderDetail(detail: Detail): Html {
  return html`<li>${detail.subject}: ${formatAmount(detail)}</li>`
}

function renderTable(caption: string, keys: readonly EventKey[], coverage: Report['coverage']): Html {
  const rows = Object.entries(coverage).map(
    ([name, { events, ...counts }]) =>
      html`<tr><th scope="row">${name}</th><td>${events}</td>${keys.map(
        (key) => html`<td>${formatShare(counts[key] / events)}${renderBar(counts[key] / events)}</td>`
      )}</tr>`
  )
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr><th scope="col">TikTok event</th><th scope="col">events</th>${keys.map(
    (key) => html`<th scope="col">${HEADINGS[key]}</th>`
  )}</tr></thead>
<tbody>${rows}</tbody>
</table></div>
`
}

/** The figure beside it shows the same. */
function renderBar(share: number): Html {
  return html`<span class="bar" aria-hidden="true"><span style="width:${(100 * share).toFixed(1)}%"></span></span>`
}
