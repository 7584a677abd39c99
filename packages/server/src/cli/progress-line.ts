// Progress of an import on standard error: a bar for people at a terminal, plain lines for logs.
import { Presets, SingleBar } from 'cli-progress'
import type { ImportProgress } from '../imports/progress.ts'
import type { Clock } from '../ports/clock.ts'
import type { World } from './output.ts'

/** Progress that is shown until `end`. */
export interface ShownProgress extends ImportProgress {
  end(): void
}

const LINE_EVERY_MS = 1_000

/** A bar where the stream is a terminal, else a line a second. */
export function showProgress(stderr: World['stderr'], clock: Clock): ShownProgress {
  return stderr.isTTY === true ? bar(stderr) : lines(stderr, clock)
}

function bar(stream: NodeJS.WritableStream): ShownProgress {
  const shown = new SingleBar(
    {
      stream,
      format: '{stage} {bar} {percentage}% {value}/{total} {rate}/s, {eta_formatted} left',
      hideCursor: true,
      etaBuffer: 20,
    },
    Presets.shades_classic,
  )
  let began = 0
  let done = 0
  return {
    begin(total) {
      began = performance.now()
      shown.start(total, 0, { stage: 'start', rate: 0 })
    },
    advance(stage, records) {
      done += records
      shown.increment(records, { stage: stage.padEnd(11), rate: rateOf(done, performance.now() - began) })
    },
    end: () => shown.stop(),
  }
}

function lines(stream: NodeJS.WritableStream, clock: Clock): ShownProgress {
  let total = 0
  let done = 0
  let began = 0
  let said = 0
  let last = ''
  const say = (stage: string): void => {
    const rate = rateOf(done, clock.monotonic() - began)
    const left = rate === 0 ? '?' : Math.ceil((total - done) / rate)
    stream.write(`${stage}: ${done} of ${total} records, ${rate}/s, about ${left} s left\n`)
    said = clock.monotonic()
  }
  return {
    begin(count) {
      total = count
      began = clock.monotonic()
      said = began
    },
    advance(stage, records) {
      done += records
      last = stage
      if (clock.monotonic() - said >= LINE_EVERY_MS) say(stage)
    },
    end: () => say(last),
  }
}

/** Records a second. */
function rateOf(done: number, ms: number): number {
  return ms <= 0 ? 0 : Math.round((1_000 * done) / ms)
}
