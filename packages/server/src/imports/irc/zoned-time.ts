// Wall-clock time in a place as instants: none where the clock was put forward over it, two where it was put back.
import type { Instant } from '@countersign/protocol'

/** A zone's wall clock. */
export interface WallClock {
  /** The instants at which a clock there showed that minute of that day, earliest first. */
  instantsOf(day: Instant, minutes: number): readonly Instant[]
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/**
 * The wall clock of an IANA zone; `day` is midnight UTC of the date it shows.
 * @throws RangeError for a zone that is not known
 */
export function wallClock(zone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const shownAt = (at: Instant): Instant => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
    return Date.UTC(year, month - 1, day, hour, minute, second)
  }
  return {
    instantsOf(day, minutes) {
      const wanted = day + minutes * MINUTE
      // No zone changes twice within two days; what it was ahead of UTC before and after covers every case.
      const ahead = [wanted - DAY, wanted + DAY].map((at) => shownAt(at) - at)
      const candidates = [...new Set(ahead)].map((offset) => wanted - offset)
      return candidates.filter((at) => shownAt(at) === wanted).sort((a, b) => a - b)
    },
  }
}
