import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { eventAddress, navigate, notePlace, query } from '../router'
import { following } from '../state/following'
import { lettersOn } from '../state/letters'
import type { RowCache } from '../state/rows'
import type { Row } from '../types'
import { formatTime } from '../words'
import { VerdictBadge } from './badge'
import { useVirtual } from './use-virtual'

/** Height of a row in pixels, as in the style. */
const ROW_HEIGHT = 36

/** The highest list that browsers lay out correctly, in rows. */
const MAX_ROWS = 450_000

/** A column of the list: its title, what it shows of a row, and how wide it is. */
interface EventColumn {
  title: string
  cell: (row: Row, at: { source: string; position: number; isLive: boolean }) => ComponentChildren
  /** Widths as CSS has them: on a wide screen, and on each of three narrower ones that still show the column. */
  widths: readonly string[]
  isMuted?: boolean
}

const COLUMNS: EventColumn[] = [
  { title: 'Line', cell: ({ line }) => line, widths: ['4.5rem', '4rem'], isMuted: true },
  { title: 'Time (UTC)', cell: ({ time }) => formatTime(time), widths: ['12rem'], isMuted: true },
  {
    title: 'Event',
    cell: (row, { source, position }) => <EventLink row={row} source={source} position={position} />,
    widths: ['minmax(9rem, 1.2fr)', 'minmax(8rem, 1.2fr)', 'minmax(6rem, 1fr)', 'minmax(0, 1fr)']
  },
  {
    title: 'Mapping',
    cell: ({ mappings }) => mappings.map(({ mapping }) => mapping).join(', '),
    widths: ['minmax(8rem, 1fr)', 'minmax(7rem, 1fr)']
  },
  {
    title: 'TikTok event',
    cell: ({ mappings }) => mappings.flatMap(({ event }) => event ?? []).join(', '),
    widths: ['minmax(8rem, 0.9fr)', 'minmax(7rem, 0.9fr)', 'minmax(0, 0.7fr)']
  },
  {
    title: 'Verdict',
    cell: ({ verdict }, { isLive }) => <VerdictBadge verdict={verdict} isSent={isLive} />,
    widths: ['11.5rem', '11.5rem', '11.5rem', '11.25rem']
  },
  { title: 'Reason', cell: (row) => <Reason row={row} />, widths: ['minmax(10rem, 2fr)'], isMuted: true }
]

/** The columns of the grid on a wide screen, and on each narrower one. */
const GRIDS = Object.fromEntries(
  [0, 1, 2, 3].map((screen) => [`--columns-${screen}`, COLUMNS.map(({ widths }) => widths[screen] ?? '').join(' ')])
)

/** The class hides a column on the screens that have no room for it. */
function classOf({ widths, isMuted }: EventColumn): string {
  return `on-${widths.length}${isMuted ? ' side' : ''}`
}

interface EventTableProps {
  source: string
  rows: RowCache
  /** Whether the source is live. */
  isLive: boolean
  /** What letters do beside moving in the list. */
  letters: Record<string, () => void>
}

/** A list of any number of events. Only the visible ones are in the page. */
export function EventTable({ source, rows, isLive, letters }: EventTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(Number(query('at')) || 0)
  const total = rows.total.value ?? 0
  const count = Math.min(total, MAX_ROWS)
  const list = useVirtual({ scroller, count, height: ROW_HEIGHT })
  const follows = isLive && following.value
  useEffect(() => {
    if (!follows || count === 0) return
    setActive(count - 1)
    list.scrollTo(count - 1)
  }, [follows, count])
  useEffect(() => {
    // The way back from an event leads to its row.
    if (count === 0 || query('at') === '') return
    if (!follows) list.scrollTo(Math.min(active, count - 1))
    scroller.current?.focus({ preventScroll: true })
  }, [count > 0])
  const before = useRef(rows)
  useEffect(() => {
    if (before.current === rows) return
    before.current = rows
    setActive(0)
    list.scrollTo(0)
  }, [rows])
  const [first, last] = [list.items[0]?.index ?? 0, list.items.at(-1)?.index ?? 0]
  useEffect(() => rows.show(first, last), [rows, first, last])
  const go = (step: number) => {
    stopFollowing()
    const next = Math.max(0, Math.min(count - 1, active + step))
    setActive(next)
    list.scrollTo(next)
  }
  const open = () => {
    const row = rows.at(active)
    if (row === undefined) return
    notePlace(active)
    navigate(eventAddress(source, row.index, active))
  }
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15, Home: -count, End: count }
  const keys: Record<string, () => void> = {
    ...Object.fromEntries(Object.entries(steps).map(([key, step]) => [key, () => go(step)])),
    ...(lettersOn.value && { ...letters, j: () => go(1), k: () => go(-1) })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' && event.target === event.currentTarget) open()
    const action = keys[event.key]
    if (action === undefined) return
    event.preventDefault()
    action()
  }
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: rows of a virtual list are placed one by one */}
      <div
        role="grid"
        class="events"
        style={GRIDS}
        aria-label="Events"
        aria-rowcount={count + 1}
        aria-activedescendant={count > 0 ? `row-${active}` : undefined}
        ref={scroller}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={stopFollowing}
        onWheel={stopFollowing}
      >
        <HeaderRow isLive={isLive} />
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="rowgroup" class="rows" style={{ height: `${list.height}px` }}>
          {list.items.map(({ index, start }) => (
            <EventRow
              key={index}
              position={index}
              top={start}
              isActive={index === active}
              source={source}
              row={rows.at(index)}
              isLive={isLive}
            />
          ))}
        </div>
      </div>
      {total > count && (
        <p class="muted">
          Only the first {MAX_ROWS.toLocaleString('en-US')} are listed. Filters and search find the others.
        </p>
      )}
    </>
  )
}

/** Whoever looks at an event wants it to stay in its place. */
function stopFollowing(): void {
  following.value = false
}

function HeaderRow({ isLive }: { isLive: boolean }) {
  return (
    // biome-ignore-start lint/a11y: a virtual list cannot be a table
    <div role="row" class="row-line head" aria-rowindex={1}>
      {COLUMNS.map((column) => (
        <span key={column.title} role="columnheader" class={classOf(column)}>
          {isLive && column.title === 'Line' ? 'No.' : column.title}
        </span>
      ))}
    </div>
    // biome-ignore-end lint/a11y: a virtual list cannot be a table
  )
}

interface EventRowProps {
  position: number
  /** Pixels. */
  top: number
  isActive: boolean
  source: string
  row: Row | undefined
  isLive: boolean
}

function EventRow({ position, top, isActive, source, row, isLive }: EventRowProps) {
  return (
    // biome-ignore-start lint/a11y: a virtual list cannot be a table
    <div
      role="row"
      id={`row-${position}`}
      class={isActive ? 'row-line active' : 'row-line'}
      aria-rowindex={position + 2}
      aria-selected={isActive}
      style={{ transform: `translateY(${top}px)` }}
    >
      {row === undefined ? <span role="gridcell">…</span> : <Cells row={row} at={{ source, position, isLive }} />}
    </div>
    // biome-ignore-end lint/a11y: a virtual list cannot be a table
  )
}

function EventLink({
  row: { index, name, verdict },
  source,
  position
}: {
  row: Row
  source: string
  position: number
}) {
  if (verdict === 'unreadable') return <>{name}</>
  return (
    <a href={eventAddress(source, index, position)} tabIndex={-1} onClick={() => notePlace(position)}>
      {name}
    </a>
  )
}

function Reason({ row: { mappings, reason } }: { row: Row }) {
  const warnings = mappings.flatMap((mapping) => mapping.warnings)
  const text = reason ?? mappings.find((mapping) => mapping.reason !== undefined)?.reason ?? warnings.join('; ')
  return (
    <span title={text}>
      {warnings.length > 0 && <span class="badge warn">▲ {warnings.length}</span>} {text}
    </span>
  )
}

function Cells({ row, at }: { row: Row; at: Parameters<EventColumn['cell']>[1] }) {
  return COLUMNS.map((column) => (
    // biome-ignore lint/a11y: a virtual list cannot be a table
    <span key={column.title} role="gridcell" class={classOf(column)}>
      {column.cell(row, at)}
    </span>
  ))
}
