import { useMemo, useState } from 'preact/hooks'
import type { Json } from '../types'

/** `used` gave a value that is sent; `passed` was looked at only. */
export type Mark = 'used' | 'passed'

interface JsonViewProps {
  label: string
  value: Json
  /** Marks by path, such as `$.properties.total`. */
  marks?: ReadonlyMap<string, Mark>
}

interface TextLine {
  depth: number
  text: string
  path: string
}

/** Lines that are shown at first: a browser lays out more of them slowly. */
const FIRST_LINES = 1000

/** JSON on many lines, some of them marked. */
export function JsonView({ label, value, marks }: JsonViewProps) {
  const [isWhole, setWhole] = useState(false)
  const lines = useMemo(() => linesOf(value, '$', 0, '', ''), [value])
  const shown = isWhole ? lines : lines.slice(0, FIRST_LINES)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keyboard
    <section class="json" aria-label={label} tabIndex={0}>
      <pre>
        {shown.map((line) => (
          <JsonLine key={`${line.path} ${line.text}`} line={line} mark={marks && markOf(line.path, marks)} />
        ))}
      </pre>
      {shown.length < lines.length && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {lines.length} lines
        </button>
      )}
    </section>
  )
}

function JsonLine({ line, mark }: { line: TextLine; mark?: Mark | 'unused' }) {
  return (
    <>
      {'  '.repeat(line.depth)}
      {mark === 'used' ? <mark title="Its value is sent">{line.text}</mark> : <span class={mark}>{line.text}</span>}
      {'\n'}
    </>
  )
}

/** The mark of a path: its own, or the mark of the object that it is part of. */
function markOf(path: string, marks: ReadonlyMap<string, Mark>): Mark | 'unused' {
  const own = marks.get(path)
  if (own !== undefined) return own
  const end = path.lastIndexOf('.')
  return end === -1 ? 'unused' : markOf(path.slice(0, end), marks)
}

function linesOf(value: Json, path: string, depth: number, key: string, end: string): TextLine[] {
  const start = key === '' ? '' : `${JSON.stringify(key)}: `
  const children = childrenOf(value)
  if (children.length === 0) return [{ depth, text: start + JSON.stringify(value) + end, path }]
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const inner = children.flatMap(([name, child], index) =>
    linesOf(
      child,
      `${path}.${name}`,
      depth + 1,
      Array.isArray(value) ? '' : name,
      index < children.length - 1 ? ',' : ''
    )
  )
  return [{ depth, text: start + open, path }, ...inner, { depth, text: close + end, path: `${path}.` }]
}

function childrenOf(value: Json): [string, Json][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}
