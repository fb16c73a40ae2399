import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { notice } from '../state/notice'
import { Status } from './status'

interface ScreenHeadProps {
  title: string
  /** What the screen shows, for the title of the window. */
  subject?: string
  /** Whether the title gets the focus; otherwise, the screen focuses a part of it. */
  takesFocus?: boolean
  /** What stands beside the title. */
  children?: ComponentChildren
}

/** Whoever loads the page begins above the screen. */
let isFirst = true

/** The title of a screen. Focus and the window's title follow it, so that a change of screen is noticed. */
export function ScreenHead({ title, subject, takesFocus = true, children }: ScreenHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = [subject, title, 'TikTok Conversions Studio'].filter(Boolean).join(' · ')
  }, [title, subject])
  useEffect(() => {
    notice.value = undefined
    if (takesFocus && !isFirst) heading.current?.focus()
    isFirst = false
  }, [])
  return (
    <>
      <div class="row title">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
      <Status />
    </>
  )
}
