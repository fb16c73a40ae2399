import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warn)' }
])

const look = EditorView.theme({
  '&': { border: '1px solid var(--line)', borderRadius: '0.375rem', backgroundColor: 'var(--raised)' },
  '&.cm-focused': { outline: '2px solid var(--accent)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', fontSize: '0.8125rem', maxHeight: '60vh' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--muted)', borderColor: 'var(--line)' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--text)', borderColor: 'var(--edge)' },
  '.cm-insertedLine, .cm-changedLine': { backgroundColor: 'var(--tint-good)' },
  // The pictures of the original are data URLs, which the content policy does not allow.
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--bad)' },
  '.cm-lint-marker-error': { content: '"✗"', color: 'var(--bad)' },
  '.cm-collapsedLines': { background: 'var(--panel)', color: 'var(--muted)' },
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: 'none' },
  '.cm-deletedChunk': { backgroundColor: 'var(--tint-bad)' }
})

/** The common parts of JSON editors. @param label their name for screen readers */
export function jsonSetUp(label: string): Extension[] {
  return [
    EditorView.cspNonce.of(nonce()),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    json(),
    syntaxHighlighting(colors),
    look,
    lineNumbers(),
    history(),
    // Tab moves on to the next control, as everywhere on the page.
    keymap.of([...defaultKeymap, ...historyKeymap])
  ]
}

function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
}
