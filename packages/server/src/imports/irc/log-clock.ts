// When each line of a log was written. The lines know the minute of the day at best, and their order: the order rules.
import type { Instant } from '@countersign/protocol'
import { badRecord, ImportError, type Place } from '../import-error.ts'
import type { LogName } from './log-name.ts'
import type { WallClock } from './zoned-time.ts'

/** A line's place and what it says of its time. */
export interface TimedLine {
  readonly place: Place
  readonly minutes: number | null
}

const MINUTE = 60_000
/** The most a clock is put back: summer time takes one hour, in the war it took two. */
const MOST_PUT_BACK = 3 * 60
const HALF_DAY = 12 * 60
const WHOLE_DAY = 24 * 60

/**
 * An instant for every line, each at least a millisecond after the line above: the minute it tells where it tells one,
 * and where a clock was put back, the line above. What has no time of its own stands right after the line above.
 * @throws ImportError when no line tells a time, for a time its zone never had, and for an hour in the log's name that
 *   the log does not reach, or reaches twice
 */
export function lineTimes(
  { file, day, hour }: LogName,
  lines: readonly TimedLine[],
  clock: WallClock,
): readonly Instant[] {
  const told = lines.flatMap(({ minutes }) => minutes ?? [])
  if (told.length === 0)
    throw new ImportError('BAD_RECORD', { file }, 'has no line with a time', 'Look whether it is a raw log.')
  const elapsed = elapsedMinutes(told)
  const start = startOf(file, hour, told, elapsed)
  const times: Instant[] = []
  let next = 0
  let minute = Number.NEGATIVE_INFINITY
  for (const { place, minutes } of lines) {
    // Lines before the first time are at that time.
    if (minutes !== null || next === 0) {
      const at = (elapsed[next] ?? 0) + start
      minute = shown(clock, day, at, minute, place)
      if (minutes !== null) next++
    }
    times.push(Math.max(minute, (times.at(-1) ?? Number.NEGATIVE_INFINITY) + 1))
  }
  return times
}

/**
 * Minutes since the first line's midnight, or noon on a clock of twelve hours. Farther back than a clock is ever put is
 * the next round of it; any less is a clock that was put back.
 */
function elapsedMinutes(told: readonly number[]): readonly number[] {
  const round = isTwelveHours(told) ? HALF_DAY : WHOLE_DAY
  let begun = 0
  let before: number | undefined
  return told.map((minutes) => {
    const now = minutes % round
    if (before !== undefined && before - now > MOST_PUT_BACK) begun += round
    before = now
    return begun + now
  })
}

/** Some loggers count to twelve twice a day: no hour is 0 or above 12, and after 12 comes 1. */
function isTwelveHours(told: readonly number[]): boolean {
  const hours = told.map((minutes) => Math.floor(minutes / 60))
  return (
    hours.every((hour) => hour >= 1 && hour <= 12) && hours.some((hour, i) => hour < 7 && hours[i - 1] === 12)
  )
}

/**
 * Where the first line's round begins, in minutes from midnight of the day in the name. Without an hour there that day
 * is the first line's; with one, it is the day on which the log reaches that hour.
 */
function startOf(
  file: string,
  hour: number | null,
  told: readonly number[],
  elapsed: readonly number[],
): number {
  if (hour === null) return 0
  const starts = isTwelveHours(told) ? [0, HALF_DAY] : [0]
  const found = new Set(
    starts.flatMap((start) =>
      elapsed.flatMap((minutes) => {
        const at = minutes + start
        return Math.floor((at % WHOLE_DAY) / 60) === hour ? [start - (at - (at % WHOLE_DAY))] : []
      }),
    ),
  )
  const [start] = found
  if (start !== undefined && found.size === 1) return start
  const reason = `has the hour ${hour} in its name, which its lines ${start === undefined ? 'never reach' : 'reach more than once'}`
  const next = "Correct the hour, or leave it out: then the day is the first line's."
  throw new ImportError('BAD_RECORD', { file }, reason, next)
}

/** The instant of a minute. Where the clock showed it twice, the first time unless that was before the line above. */
function shown(clock: WallClock, day: Instant, at: number, before: Instant, place: Place): Instant {
  const minutes = ((at % WHOLE_DAY) + WHOLE_DAY) % WHOLE_DAY
  const instants = clock.instantsOf(day + (at - minutes) * MINUTE, minutes)
  const found = instants.find((one) => one >= before) ?? instants.at(-1)
  if (found !== undefined) return found
  throw badRecord(
    place,
    'no clock of that zone showed its time: it was put forward over it',
    'Give --zone the zone the log was written in.',
  )
}
