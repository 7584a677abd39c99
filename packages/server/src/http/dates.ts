// Instants as people read them: short, in UTC, with the exact time in the markup.
import { DAY_MS, type Instant } from '@countersign/protocol'
import { type Html, html } from './html.ts'

const clockTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
const clockSeconds = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
})
const dayOnly = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** A day: "today", "yesterday" or "3 Nov 2026". */
export function dayWords(at: Instant, now: Instant): string {
  const days = Math.floor(now / DAY_MS) - Math.floor(at / DAY_MS)
  if (days === 0) return 'today'
  if (days === 1) return 'yesterday'
  return dayOnly.format(at)
}

/** A day and a time: "today, 14:03:11" or "3 Nov 2026, 14:03". Seconds show on the day itself, where order matters. */
export function momentWords(at: Instant, now: Instant): string {
  const day = dayWords(at, now)
  return `${day}, ${day === 'today' ? clockSeconds.format(at) : clockTime.format(at)}`
}

/** A `time` element: the words given, the exact instant in its attribute. */
export function time(at: Instant, words: string): Html {
  const exact = new Date(at).toISOString()
  return html`<time datetime="${exact}" title="${exact.slice(0, 19).replace('T', ' ')} UTC">${words}</time>`
}
