import type { VirtualItem } from '@tanstack/virtual-core'
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core'
import type { RefObject } from 'preact'
import { useLayoutEffect, useReducer, useState } from 'preact/hooks'

interface VirtualOptions {
  /** The element that scrolls. */
  scroller: RefObject<HTMLElement | null>
  count: number
  /** Height of an item in pixels. */
  height: number
}

export interface VirtualList {
  items: VirtualItem[]
  /** Pixels. */
  height: number
  scrollTo: (index: number) => void
}

/** The items of a long list that can be seen. All have the same height. */
export function useVirtual({ scroller, count, height }: VirtualOptions): VirtualList {
  const [, render] = useReducer((turn: number) => turn + 1, 0)
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    overscan: 10,
    onChange: () => render(undefined)
  }
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options))
  virtualizer.setOptions(options)
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer])
  useLayoutEffect(() => virtualizer._willUpdate())
  return {
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    scrollTo: (index) => virtualizer.scrollToIndex(index)
  }
}
