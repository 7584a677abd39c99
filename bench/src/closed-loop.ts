// A closed loop: each caller asks, waits for the answer, asks again. One slice of a cell is measured in the middle of it.
import type { Meter, Usage } from './meter.ts'

/** How long a slice is. */
export interface SliceTimes {
  /** At least this long before the measured part, and at least one answer for each caller. */
  readonly warmMs: number
  /** The measured part: at least this long, and at least `WAVES` answers for each caller. */
  readonly measureMs: number
}

/** What was measured in a slice. Times are milliseconds. */
export interface Slice {
  /** All requests of the slice, which its usage is of. */
  readonly requests: number
  /** How many beside them were turned away because the server had too much to do. */
  readonly turnedAway: number
  /** Answers a second while it was measured. */
  readonly perSecond: number
  readonly latency: Quantiles
  readonly usage: Usage
}

/** Some quantiles of a sample. */
export interface Quantiles {
  readonly p5: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** The measured part has at least so many answers for each caller: batches come in waves, and one wave is no rate. */
const WAVES = 3
/** Nothing waits longer than this many times the time asked for: a cell that is too slow for that is cut. */
const PATIENCE = 10
/** Asked before anything is counted: connections that were closed while idle are open again, their statements prepared. */
const PRELUDE = 16

/**
 * Runs one slice with that many callers. `call` makes one request of a caller and resolves when its answer is whole: true
 * for the answer asked for, false when the server turned it away.
 * Throughput and latency are those of the middle of the slice, with all callers busy; processor time is that of the
 * whole slice, from nothing asked to everything answered, so that no request is counted by half.
 * @throws what a call throws: any other answer makes every figure worthless
 */
export async function runSlice(
  callers: number,
  times: SliceTimes,
  meter: Meter,
  call: (caller: number) => Promise<boolean>,
): Promise<Slice> {
  await Promise.all(Array.from({ length: Math.min(callers, PRELUDE) }, (_, caller) => call(caller)))
  const usage = meter()
  const latencies: number[] = []
  let phase: 'warm' | 'measure' | 'over' = 'warm'
  let requests = 0
  let turnedAway = 0
  let done = 0
  let from = performance.now()
  let until = from
  const enough = (now: number, atLeast: number, waves: number): boolean =>
    now - from >= atLeast && (done >= waves * callers || now - from >= PATIENCE * atLeast)

  /** Told of every answer: counts it, and moves on to the next phase when it is time. */
  function answered(now: number, took: number, whole: boolean): void {
    if (!whole) turnedAway++
    else {
      requests++
      done++
      if (phase === 'measure') latencies.push(took)
    }
    if (phase === 'warm' && enough(now, times.warmMs, 1)) {
      phase = 'measure'
      from = now
      done = 0
    } else if (phase === 'measure' && enough(now, times.measureMs, WAVES)) {
      phase = 'over'
      until = now
    }
  }

  async function loop(caller: number): Promise<void> {
    while (phase !== 'over') {
      const asked = performance.now()
      const whole = await call(caller)
      const now = performance.now()
      answered(now, now - asked, whole)
    }
  }

  await Promise.all(Array.from({ length: callers }, (_, caller) => loop(caller)))
  return {
    requests,
    turnedAway,
    perSecond: (1000 * latencies.length) / (until - from),
    latency: quantilesOf(latencies),
    usage: usage(),
  }
}

/** The quantiles of a sample by the nearest rank. */
function quantilesOf(sample: readonly number[]): Quantiles {
  const sorted = sample.toSorted((a, b) => a - b)
  const at = (q: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
  return { p5: at(0.05), p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
