// Live: hints that something is new, over a WebSocket. What it is, is read anew; and everything is after a pause.
import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { meQuery } from './session.ts'

/** What the server tells. */
type Said =
  | { readonly type: 'thread' | 'marks'; readonly thread: string }
  | { readonly type: 'open' | 'beat' | 'threads' | 'notices' | 'friends' | 'everything' }

/** Whether hints arrive. `waiting` is told once it has lasted long enough to mention. */
type Line = 'open' | 'quiet' | 'waiting'

/** A beat comes every 25 seconds: without one for so long, the line is dead and nobody said so. */
const SILENCE_MS = 60_000
const MENTIONED_AFTER_MS = 1_500
const LONGEST_PAUSE_MS = 15_000
/** Hints come in bursts; what they are about is read once. */
const GATHER_MS = 60
const SESSION_OVER = 4401

let line: Line = 'quiet'
const watchers = new Set<() => void>()

function setLine(next: Line): void {
  line = next
  for (const watcher of watchers) watcher()
}

/** How the line is, for whoever shows it. */
export function useLine(): Line {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => line,
  )
}

const keysOf = (said: Said): readonly (readonly string[])[] => {
  switch (said.type) {
    case 'thread':
      return [
        ['threads'],
        ['thread', said.thread],
        ['messages', said.thread],
        ['sharing', said.thread],
        ['marks', said.thread],
      ]
    case 'marks':
      return [['marks', said.thread], ['threads']]
    case 'threads':
    case 'notices':
      return [[said.type]]
    case 'friends':
      return [['friends'], ['friend-links']]
    case 'beat':
      return []
    default:
      return [['threads'], ['thread'], ['messages'], ['sharing'], ['marks'], ['friends'], ['notices']]
  }
}

/** Listens until the returned function is called, and again whenever the line was lost. */
export function listen(queries: QueryClient): () => void {
  let socket: WebSocket | undefined
  let pause = 500
  let timers: number[] = []
  let stopped = false
  const due = new Map<string, readonly string[]>()
  const later = (work: () => void, ms: number): void => {
    timers.push(window.setTimeout(work, ms))
  }
  const renew = (): void => {
    for (const queryKey of due.values()) void queries.invalidateQueries({ queryKey })
    due.clear()
  }
  const hear = (said: Said): void => {
    if (due.size === 0) window.setTimeout(renew, GATHER_MS)
    for (const key of keysOf(said)) due.set(key.join(' '), key)
  }
  let silence = 0
  const alive = (): void => {
    window.clearTimeout(silence)
    silence = window.setTimeout(() => socket?.close(), SILENCE_MS)
  }
  const open = (): void => {
    if (stopped) return
    const opening = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/live`)
    socket = opening
    opening.onmessage = ({ data }) => {
      const said = JSON.parse(String(data)) as Said
      alive()
      if (said.type === 'open') {
        pause = 500
        for (const timer of timers) window.clearTimeout(timer)
        timers = []
        setLine('open')
      }
      hear(said)
    }
    opening.onclose = ({ code }) => {
      if (socket !== opening || stopped) return
      window.clearTimeout(silence)
      // Asking who is signed in leads to the sign-in page when nobody is.
      if (code === SESSION_OVER) void queries.invalidateQueries(meQuery)
      if (line === 'open') setLine('quiet')
      later(() => line !== 'open' && setLine('waiting'), MENTIONED_AFTER_MS)
      later(open, pause * (0.75 + Math.random() / 2))
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
  }
  const now = (): void => {
    if (line === 'open') return
    for (const timer of timers) window.clearTimeout(timer)
    const before = socket
    pause = 500
    open()
    before?.close()
  }
  window.addEventListener('online', now)
  open()
  return () => {
    stopped = true
    window.removeEventListener('online', now)
    window.clearTimeout(silence)
    for (const timer of timers) window.clearTimeout(timer)
    socket?.close()
    setLine('quiet')
  }
}
