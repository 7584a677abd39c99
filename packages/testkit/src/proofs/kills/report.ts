// What a run of kills shows: figures against what was promised, and a table of victims and moments.
import { atLeast, type Details, equal, type Figure, told } from '../figures.ts'
import { moments, type Victim, victims } from './deck.ts'
import type { Fault } from './faults.ts'
import type { Killed } from './kill.ts'
import type { KillsRun } from './run.ts'

/** Every promise of a run, with what was seen. */
export function figuresOf(run: KillsRun): readonly Figure[] {
  const { kills, problems, seen, acts } = run
  const by = (victim: Victim): readonly Killed[] => kills.filter(({ card }) => card.victim === victim)
  const waited = kills.reduce((sum, kill) => sum + kill.waited, 0)
  return [
    atLeast('design §12', 'kills', 1, kills.length),
    equal(
      'design §5, §12',
      'broken promises (everything received and acknowledged is there)',
      0,
      problems.length,
    ),
    atLeast('REC-04', 'answers received, each held against the ledger', kills.length, seen.answers),
    atLeast('REC-04', '… of them with data', Math.min(kills.length, 20), seen.withData),
    equal('design §9', '… of them with an error of our own (500)', 0, seen.internal),
    told('REC-04', '… of them broken off on the way, up to their last byte', seen.brokenOff),
    told('REC-04', 'items received, each recorded with what it said', seen.items),
    atLeast('design §12', 'acknowledged messages, each there', kills.length, acts.messages),
    atLeast(
      'SUN-03',
      'acknowledged changes of permission and words, each there once',
      kills.length,
      acts.changes,
    ),
    told('SUN-03', 'acts of which no client knows, each there wholly or not at all', acts.unknown),
    told('design §5', 'acts kept beside a ledger that could not be written, entered first', waited),
    told('design §6', 'entries sealed anew, under a root recomputed, stored and signed', seen.entries),
    told('design §6', 'looks after a kill, and at the whole history', `${seen.looks}, ${seen.wholeLooks}`),
    ...victims.map((victim) =>
      told(
        'design §5',
        `served again after the death of ${victim}, ms`,
        spread(by(victim).map((kill) => kill.servedAfterMs)),
      ),
    ),
  ]
}

/** Whether a planted fault was found, and by which kill. */
export function figureOfFault(name: string, { says }: Fault, { problems, kills }: KillsRun): Figure {
  const found = problems.length > 0 ? `at kill ${kills.length}` : 'missed'
  return {
    what: `${name}: ${says}`,
    duty: 'design §5',
    expected: 'found',
    seen: found,
    ok: problems.length > 0,
  }
}

/** Median and range. */
function spread(values: readonly number[]): string {
  const [first, ...more] = values.map(Math.round).sort((a, b) => a - b)
  if (first === undefined) return 'none'
  const sorted = [first, ...more]
  return `${sorted[Math.floor(sorted.length / 2)]} (${first} to ${sorted.at(-1)})`
}

/** Kills by victim and moment, and how many broke a promise: `12` or `12, 3 WRONG`. */
export function tableOf({ kills }: Pick<KillsRun, 'kills'>): string {
  const cell = (victim: Victim, moment: string): string => {
    const these = kills.filter(({ card }) => card.victim === victim && card.moment === moment)
    const wrong = these.filter(({ problems }) => problems.length > 0).length
    return wrong === 0 ? String(these.length) : `${these.length}, ${wrong} WRONG`
  }
  const rows = [
    ['', ...victims],
    ...moments.map((moment) => [moment, ...victims.map((victim) => cell(victim, moment))]),
  ]
  const widths = [0, ...victims].map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((text, i) => text.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The same for programs: one line for each kill. */
export function detailsOf({ kills, problems, seen, acts, postgres, ms }: KillsRun): Details {
  return {
    postgres,
    ms: Math.round(ms),
    seen: { ...seen },
    acts: { ...acts },
    problems: [...problems],
    kills: kills.map(({ card, backAfterMs, servedAfterMs, waited }) => ({
      victim: card.victim,
      moment: card.moment,
      back_after_ms: Math.round(backAfterMs),
      served_after_ms: Math.round(servedAfterMs),
      waited,
    })),
  }
}
