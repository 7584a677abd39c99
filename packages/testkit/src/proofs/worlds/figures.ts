// The figures of a run, and what its worlds were like: how calls ended and what withheld things.
import { refusals } from '@countersign/protocol'
import { atLeast, type Details, equal, type Figure, told } from '../figures.ts'
import type { Hunt } from './faults/find.ts'
import type { Options } from './options.ts'
import { duration, number } from './progress.ts'
import { endings, type Tally } from './tally.ts'

/** The refusals that a call which reads can end in. */
const readingRefusals = Object.keys(refusals).filter(
  (code) => !['DEPTH', 'TICKET', 'NOT_YOURS', 'BULK_STOP'].includes(code),
)
/** Fewer calls than this need not have met everything. */
const MEETS_ALL = 4_000

/** What a run has to show. */
export function figuresOf(options: Options, tally: Tally, seconds: number): readonly Figure[] {
  const whole = options.only === null
  const ends = endings(tally)
  const unseen = readingRefusals.filter((code) => ends[code] === undefined)
  const share = (ends['items'] ?? 0) / Math.max(1, tally.calls)
  return [
    atLeast(
      'design §12',
      'calls judged by the database path, decide() and the oracle',
      whole ? options.count : 1,
      tally.calls,
    ),
    equal('design §12', 'differences between the three', 0, tally.differences),
    equal('COP-01', 'answers whose bytes hold what was withheld', 0, tally.hits),
    atLeast(
      'design §12',
      'of these calls through HTTP, the ledger and all',
      whole ? options.http : 0,
      tally.http,
    ),
    equal('COP-01', '"refused", "not asked" and "wrote nothing" told apart', 0, tally.traces),
    atLeast(
      'COP-01',
      'answers compared in these three variants',
      whole && options.http > 0 ? 1 : 0,
      tally.traceless,
    ),
    ...(whole && options.count >= MEETS_ALL
      ? [
          equal('design §4', 'refusals no call ended in', '', unseen.join(', ')),
          atLeast('design §4', 'calls in a hundred that got something', 20, Math.round(share * 100)),
        ]
      : []),
    told('design §12', 'worlds', number(tally.worlds)),
    told(
      'design §12',
      'time',
      `${duration(seconds)}, ${number(Math.round(tally.calls / seconds))} calls a second`,
    ),
  ]
}

/** What the hunt has to show; nothing when there was none. */
export function huntFigures(hunts: readonly Hunt[]): readonly Figure[] {
  if (hunts.length === 0) return []
  const found = hunts.filter((one) => one.found !== null)
  const most = Math.max(0, ...found.map(({ calls }) => calls))
  return [
    atLeast('design §12', 'faults planted, in every layer and rule', 20, hunts.length),
    equal('design §12', 'of these found', hunts.length, found.length),
    told('design §12', 'calls until the best hidden was found', number(most)),
  ]
}

/** One hunt in a line. */
export function describeHunt({ fault, calls, found }: Hunt): string {
  const after = `${number(calls)} calls`.padStart(13)
  return `${found === null ? 'NOT FOUND in' : 'found after '} ${after}  ${fault.layer}: ${fault.what} (${fault.duty})`
}

/** One hunt for programs. */
export function plainHunt({ fault, calls, found }: Hunt): Details {
  return { layer: fault.layer, what: fault.what, duty: fault.duty, calls, found }
}

/** How calls ended, and what withheld things, in shares. */
export function describeTally(tally: Tally): string {
  return [
    `How ${number(tally.calls)} calls ended:`,
    ...shares(endings(tally), tally.calls),
    'What was withheld, by the first reading that did it (of one world in ten):',
    ...shares(tally.withheld, sum(tally.withheld)),
  ].join('\n')
}

function shares(counts: Readonly<Record<string, number>>, of: number): readonly string[] {
  return Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, n]) => `  ${((n / of) * 100).toFixed(2).padStart(6)} %  ${name}`)
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((all, n) => all + n, 0)
}
