// Says how a load goes: a line every few seconds, with the rate and the time left, on standard error.

/** Told of one table after the other. */
export interface Progress {
  begin(table: string, expected: number): void
  reached(rows: number): void
  end(rows: number, seconds: number): void
}

const EVERY_MS = 2_000

/** Progress as lines of text. */
export function progressTo(write: (line: string) => void): Progress {
  let name = ''
  let total = 0
  let began = 0
  let said = 0
  return {
    begin(table, expected) {
      name = table
      total = expected
      began = performance.now()
      said = began
    },
    reached(rows) {
      const now = performance.now()
      if (now - said < EVERY_MS || rows === 0) return
      said = now
      const rate = (rows / (now - began)) * 1000
      const left = Math.max(0, total - rows) / rate
      const percent = Math.min(99, Math.floor((100 * rows) / total))
      write(`${name}: ${percent} %, ${whole(rows)} rows, ${whole(rate)} a second, ${duration(left)} left`)
    },
    end(rows, seconds) {
      write(`${name}: ${whole(rows)} rows in ${seconds.toFixed(1)} s, ${whole(rows / seconds)} a second`)
    },
  }
}

/** A whole number as people read it: `1,234,567`. */
function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}

/** A time as people read it: `2 min 05 s`. */
export function duration(seconds: number): string {
  const rounded = Math.round(seconds)
  if (rounded < 60) return `${rounded} s`
  return `${Math.floor(rounded / 60)} min ${String(rounded % 60).padStart(2, '0')} s`
}
