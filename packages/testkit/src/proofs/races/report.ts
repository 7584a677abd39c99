// What a race showed, as figures: what was promised beside what was seen.
import { atLeast, type Details, equal, type Figure, told } from '../figures.ts'
import type { RaceFindings } from './run.ts'

/** What was asked of a race. */
export interface Asked<Fault extends string = string> {
  readonly seconds: number
  readonly servers: number
  readonly seed: number
  readonly readers: number
  /** A fault to plant; undefined for none. */
  readonly fault: Fault | undefined
}

/** Acts that take something away: what a stale answer would be stale about. */
const tightening =
  /withdrawn|narrowed|never said|yes taken|switch on|left|closed|all-parties|edited|deleted|reaction taken|feature ended|friendship/

/** The table of one race. */
export function figuresOfRace(asked: Asked, found: RaceFindings): readonly Figure[] {
  const seconds = Math.floor(found.ms / 1_000)
  const acts = [...found.acts].sort(([a], [b]) => (a < b ? -1 : 1))
  const done = (kinds: RegExp): number =>
    acts.reduce((sum, [kind, { done: times }]) => sum + (kinds.test(kind) ? times : 0), 0)
  const unknown = acts.reduce((sum, [, count]) => sum + count.unknown, 0)
  const { ledger } = found
  return [
    told('design §12', 'seconds, servers, seed', `${seconds}, ${asked.servers}, ${asked.seed}`),
    atLeast('design §12', 'reads', seconds, found.reads),
    told('design §12', 'served, refused, busy', `${found.served}, ${found.refused}, ${found.busy}`),
    told('design §12', 'nothing overlapped that decides', `${found.decided} of ${found.reads}`),
    atLeast('design §12', 'items received', seconds, found.items),
    atLeast('design §12', 'acts that tighten', Math.floor(seconds / 2), done(tightening)),
    ...acts.map(([kind, count]) => told('design §4', `acts: ${kind}`, actCount(count))),
    equal('design §12', 'acts of unknown outcome', 0, unknown),
    equal('design §12', 'answers nobody expects', 0, found.odd.length),
    equal('SUN-03', 'answers begun after a withdrawal with what it withdrew', 0, found.stale.length),
    equal('SUN-03', 'disclosures behind their withdrawal', 0, ledger.behind.length),
    equal('design §4', 'withheld although allowed all the time', 0, found.withheld.length),
    equal('REC-04', 'answers the ledger does not tell exactly', 0, found.unrecorded.length),
    equal('design §6', 'faults of the ledger as a whole', 0, ledger.broken.length),
    told(
      'design §6',
      'entries, turns, disclosures',
      `${ledger.entries}, ${ledger.turns}, ${ledger.disclosures}`,
    ),
    ...(asked.fault === undefined
      ? []
      : [told('design §12', `${asked.fault} found after`, foundAfter(found))]),
  ]
}

function actCount({ done, refused }: { readonly done: number; readonly refused: number }): string {
  return refused === 0 ? String(done) : `${done} (${refused} refused)`
}

function foundAfter({ foundAfter: reads, ms }: RaceFindings): string {
  return reads === null ? 'not found' : `${reads} reads, ${(ms / 1_000).toFixed(1)} s`
}

/** What became of a fault planted on purpose; null for a race that broke off. */
export function figureOfFault(fault: string, found: RaceFindings | null): Figure {
  const expected = 'found'
  return {
    what: `planted: ${fault}`,
    duty: 'SUN-03',
    expected,
    seen: found === null ? 'broke off' : foundAfter(found),
    ok: found !== null && found.foundAfter !== null,
  }
}

/** Enough to see what went wrong; whoever needs more plays the seed again. */
const SHOWN = 20

/** What stands behind the figures. */
export function detailsOf(asked: Asked, found: RaceFindings): Details {
  return {
    seconds: asked.seconds,
    servers: asked.servers,
    seed: asked.seed,
    fault: asked.fault ?? null,
    codes: Object.fromEntries(found.codes),
    stale: found.stale.slice(0, SHOWN),
    behind: found.ledger.behind.slice(0, SHOWN),
    withheld: found.withheld.slice(0, SHOWN),
    unrecorded: found.unrecorded.slice(0, SHOWN),
    broken: found.ledger.broken.slice(0, SHOWN),
    odd: found.odd.slice(0, SHOWN),
  }
}
