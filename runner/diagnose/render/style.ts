/** The style of the page, light or dark as the system is. Texts keep a contrast of 4.5 or more. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1c1c1e; --back: #ffffff; --card: #f4f4f6; --line: #6b6b70; --bar: #0b6e99;
  --error: #b00020; --warning: #8a5300; --info: #1f5fa8; }
@media (prefers-color-scheme: dark) {
  :root { --text: #f2f2f4; --back: #161618; --card: #232326; --line: #98989e; --bar: #5cc0ea;
    --error: #ff8a94; --warning: #f3b562; --info: #8abfff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; overflow-wrap: anywhere; }
dt { font-weight: 600; }
dd { margin: 0; }
.card { background: var(--card); border-left: 0.4rem solid; padding: 0.5rem 1rem; margin: 1rem 0; overflow-wrap: anywhere; }
.card.error { border-color: var(--error); }
.card.warning { border-color: var(--warning); }
.card.info { border-color: var(--info); }
h3 { margin: 0.25rem 0; }
.error .severity { color: var(--error); }
.warning .severity { color: var(--warning); }
.info .severity { color: var(--info); }
.amount { font-weight: 600; }
.scroll { overflow-x: auto; margin: 1rem 0; }
.scroll:focus-visible { outline: 0.2rem solid var(--bar); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: 0.25rem 0; }
th, td { padding: 0.25rem 0.5rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
th:first-child { text-align: left; }
.bar { display: block; height: 0.4rem; min-width: 4rem; max-width: 20rem; border: 1px solid var(--line); }
.bar span { display: block; height: 100%; background: var(--bar); }
@media print { .card { break-inside: avoid; } }
`
