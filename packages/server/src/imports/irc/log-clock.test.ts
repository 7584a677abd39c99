// The times of lines: backwards, over midnight, on clocks of twelve hours, and where a zone's clock was put forward or back.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineTimes } from './log-clock.ts'
import { parseLogName } from './log-name.ts'
import { wallClock } from './zoned-time.ts'

const lines = (...times: readonly (string | null)[]) =>
  times.map((time, i) => {
    const [hours = 0, minutes = 0] = (time ?? '').split(':').map(Number)
    return { place: { file: 'x', line: i + 1 }, minutes: time === null ? null : hours * 60 + minutes }
  })

function times(name: string, zone: string, ...told: readonly (string | null)[]): readonly string[] {
  const at = lineTimes(parseLogName(`${name}.raw.txt`), lines(...told), wallClock(zone))
  return at.map((one) => new Date(one).toISOString().slice(5, -1))
}

describe('what is refused', () => {
  it.each([
    ['nothing.raw.txt', 'nothing.raw.txt has no date in its name'],
    ['2016-02-30.raw.txt', '2016-02-30.raw.txt has no date in its name'],
    ['2016-12-19_24.raw.txt', '2016-12-19_24.raw.txt has no date in its name'],
    ['1969-12-19.raw.txt', '1969-12-19.raw.txt has no date in its name'],
  ])('the name %s', (name, said) => expect(() => parseLogName(name)).toThrow(said))

  it('no time at all', () =>
    expect(() => times('2016-12-19', 'UTC', null, null)).toThrow('has no line with a time'))

  it('an hour in the name that the log does not reach, or reaches twice', () => {
    expect(() => times('2016-12-19_20', 'UTC', '10:00', '19:59')).toThrow('which its lines never reach')
    expect(() => times('2016-12-19_20', 'UTC', '20:00', '10:00', '20:01')).toThrow('reach more than once')
  })

  it('a time the zone never had, by its line', () => {
    const spring = () => times('2024-03-31', 'Europe/Berlin', '01:59', null, '02:30')
    expect(spring).toThrow('x line 3: no clock of that zone showed its time')
    expect(times('2024-03-31', 'UTC', '01:59', '02:30')).toEqual(['03-31T01:59:00.000', '03-31T02:30:00.000'])
  })

  it('a zone that is not known', () => expect(() => wallClock('Europe/Atlantis')).toThrow(RangeError))
})

describe('the order of lines rules', () => {
  it('lines of one minute stand a millisecond apart, lines without a time after the one above', () =>
    expect(times('2016-12-19', 'UTC', null, '10:00', null, '10:00', '10:01')).toEqual([
      '12-19T10:00:00.000',
      '12-19T10:00:00.001',
      '12-19T10:00:00.002',
      '12-19T10:00:00.003',
      '12-19T10:01:00.000',
    ]))

  it('a clock that was put back stands still until it has caught up', () =>
    expect(times('2016-12-19', 'UTC', '10:05', '10:03', '10:05', '10:06')).toEqual([
      '12-19T10:05:00.000',
      '12-19T10:05:00.001',
      '12-19T10:05:00.002',
      '12-19T10:06:00.000',
    ]))

  it('any times at all never run backwards, and lose no line', () =>
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(1439)), { minLength: 1 }), (minutes) => {
        const told = [
          { place: { file: 'x' }, minutes: 0 },
          ...minutes.map((m) => ({ place: { file: 'x' }, minutes: m })),
        ]
        const at = lineTimes(parseLogName('2016-12-19.raw.txt'), told, wallClock('UTC'))
        return at.length === told.length && at.every((one, i) => i === 0 || one > (at[i - 1] ?? 0))
      }),
    ))
})

describe('days', () => {
  it('a midnight is told from a clock put back', () =>
    expect(times('2011-11-12', 'UTC', '23:59', '00:00', '23:58')).toEqual([
      '11-12T23:59:00.000',
      '11-13T00:00:00.000',
      '11-13T23:58:00.000',
    ]))

  it('with an hour in the name, the day is the one on which that hour is reached', () =>
    expect(times('2011-11-13_02', 'UTC', '21:29', '00:00', '02:00')).toEqual([
      '11-12T21:29:00.000',
      '11-13T00:00:00.000',
      '11-13T02:00:00.000',
    ]))

  it('a clock of twelve hours is one when 1 comes after 12, and the hour says which half of the day', () => {
    expect(times('2004-11-15_03', 'UTC', '12:18', '12:59', '01:00', '03:01')).toEqual([
      '11-15T00:18:00.000',
      '11-15T00:59:00.000',
      '11-15T01:00:00.000',
      '11-15T03:01:00.000',
    ])
    expect(times('2005-08-08_01', 'UTC', '11:29', '12:00', '01:00')).toEqual([
      '08-07T23:29:00.000',
      '08-08T00:00:00.000',
      '08-08T01:00:00.000',
    ])
    expect(times('2004-11-15_15', 'UTC', '12:18', '01:00', '03:01')[2]).toBe('11-15T15:01:00.000')
    expect(times('2005-06-27_12', 'UTC', '09:19', '12:15')).toEqual([
      '06-27T09:19:00.000',
      '06-27T12:15:00.000',
    ])
  })
})

describe('zones', () => {
  it('the hour that a clock showed twice is taken once each', () =>
    expect(times('2024-10-27', 'Europe/Berlin', '02:10', '02:50', '02:10', '02:50', '03:00')).toEqual([
      '10-27T00:10:00.000',
      '10-27T00:50:00.000',
      '10-27T01:10:00.000',
      '10-27T01:50:00.000',
      '10-27T02:00:00.000',
    ]))

  it('east and west of UTC, and half an hour off it', () => {
    expect(times('2024-07-01', 'Pacific/Auckland', '00:30')).toEqual(['06-30T12:30:00.000'])
    expect(times('2024-07-01', 'America/New_York', '22:30', '01:00')).toEqual([
      '07-02T02:30:00.000',
      '07-02T05:00:00.000',
    ])
    expect(times('2024-07-01', 'Asia/Kolkata', '05:30')).toEqual(['07-01T00:00:00.000'])
  })

  it('every minute of a year of three zones is shown by an instant and none by three', () => {
    for (const zone of ['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe']) {
      const clock = wallClock(zone)
      const missing = new Set<number>()
      for (let day = 0; day < 366; day++)
        for (let minutes = 0; minutes < 1440; minutes += 30) {
          const found = clock.instantsOf(Date.UTC(2024, 0, 1 + day), minutes)
          expect(found.length).toBeLessThan(3)
          if (found.length !== 1) missing.add(day)
        }
      expect({ zone, days: missing.size }).toEqual({ zone, days: 2 })
    }
  })
})
