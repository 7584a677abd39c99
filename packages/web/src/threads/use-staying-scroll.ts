// Scrolling that stays: what is read keeps its place while messages come and go above and below it; at the end it follows.
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** More is asked for when so little is left on a side. */
const NEAR_PX = 500
/** So close to the end counts as there. */
const END_PX = 40

interface Kept {
  readonly id: string
  /** How far its top was below the top of what is seen. */
  readonly top: number
}

/**
 * Holds the place of a list whose items carry `data-id`, all of it in the box's one child. It begins at the item `start`, or at the end; `older` and `newer` are called when its
 * reader comes near a side.
 */
export function useStayingScroll({
  ids,
  start,
  atNewest,
  older,
  newer,
}: {
  readonly ids: readonly string[]
  readonly start: string | undefined
  readonly atNewest: boolean
  readonly older: () => void
  readonly newer: () => void
}): {
  readonly ref: RefObject<HTMLElement | null>
  readonly isAtEnd: boolean
  onScroll(): void
  toEnd(): void
} {
  const ref = useRef<HTMLElement>(null)
  const kept = useRef<Kept | null>(null)
  const begun = useRef(false)
  const atEnd = useRef(true)
  const [isAtEnd, setIsAtEnd] = useState(true)
  const note = useCallback((box: HTMLElement) => {
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < END_PX
    setIsAtEnd(atEnd.current)
    kept.current = firstSeen(box)
  }, [])
  const onScroll = (): void => {
    const box = ref.current
    if (box === null || !begun.current) return
    note(box)
    if (box.scrollTop < NEAR_PX) older()
    if (box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX) newer()
  }
  const toEnd = (): void => {
    atEnd.current = true
    ref.current?.scrollTo({ top: ref.current.scrollHeight })
  }
  const list = ids.join(' ')
  const newest = useRef(atNewest)
  newest.current = atNewest
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is held is the place while the list changes
  useLayoutEffect(() => {
    const box = ref.current
    if (box === null || ids.length === 0) return
    if (!begun.current) begin(box, start)
    else if (atEnd.current && atNewest) box.scrollTop = box.scrollHeight
    else if (kept.current !== null) keep(box, kept.current)
    begun.current = true
    note(box)
  }, [list])
  // What grows in place, a picture or an ask that arrived, must not push the end out of sight.
  useEffect(() => {
    const box = ref.current
    if (box === null) return
    const watch = new ResizeObserver(() => {
      if (begun.current && atEnd.current && newest.current) box.scrollTop = box.scrollHeight
    })
    watch.observe(box)
    // One element holds all of the content, also what comes later.
    if (box.firstElementChild !== null) watch.observe(box.firstElementChild)
    return () => watch.disconnect()
  }, [])
  return { ref, isAtEnd, onScroll, toEnd }
}

function itemOf(box: HTMLElement, id: string): Element | null {
  return box.querySelector(`[data-id="${id}"]`)
}

function begin(box: HTMLElement, start: string | undefined): void {
  const item = start === undefined ? null : itemOf(box, start)
  if (item === null) box.scrollTop = box.scrollHeight
  else item.scrollIntoView({ block: 'center' })
}

function keep(box: HTMLElement, { id, top }: Kept): void {
  const item = itemOf(box, id)
  if (item !== null) box.scrollTop += item.getBoundingClientRect().top - box.getBoundingClientRect().top - top
}

function firstSeen(box: HTMLElement): Kept | null {
  const edge = box.getBoundingClientRect().top
  for (const item of box.querySelectorAll('[data-id]')) {
    const { top, bottom } = item.getBoundingClientRect()
    if (bottom > edge) return { id: item.getAttribute('data-id') ?? '', top: top - edge }
  }
  return null
}
