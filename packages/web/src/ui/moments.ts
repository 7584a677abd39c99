// When something was said, as short as it can be told from today: a time, a weekday, a date.

const DAY_MS = 86_400_000

/** The reader's own day something lies in. */
export function dayOf(at: Date): string {
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`
}

/** Its hour and minute. */
export function clockWords(locale: string, at: Date): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at)
}

/** Its day: "today", "yesterday", a weekday of the last week, or a date. */
export function dayWords(locale: string, at: Date, now: Date): string {
  const days = Math.round((Date.parse(dayOf(now)) - Date.parse(dayOf(at))) / DAY_MS)
  if (days === 0 || days === 1)
    return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day')
  if (days > 1 && days < 7) return new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(at)
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(at)
}

/** For a list: the hour today, else the day. */
export function shortMoment(locale: string, at: Date, now: Date): string {
  return dayOf(at) === dayOf(now) ? clockWords(locale, at) : dayWords(locale, at, now)
}
