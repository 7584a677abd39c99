// Which drawings each proof has: what of its details and figures is looked at rather than read.

import type { Html } from '../../../../../server/src/http/html.ts'
import type { Figure } from '../../figures.ts'
import { moments, victims } from '../../kills/deck.ts'
import { type Hunted, huntsIn } from '../planted.ts'
import type { Proof } from '../run-step.ts'
import { grouped } from '../words.ts'
import { type Bar, bars, grid, spans } from './charts.ts'

/** The drawings of a proof; none of what it does not tell. */
export function drawingsOf(proof: Proof): readonly Html[] {
  return drawings[proof.name](proof).filter((drawing) => drawing !== null)
}

const drawings: Readonly<Record<Proof['name'], (proof: Proof) => readonly (Html | null)[]>> = {
  worlds: ({ details }) => [
    bars('How calls ended', summed(details['outcomes'])),
    bars('What withheld an item first, of one world in ten', readings(details['withheld'])),
    faultsGrid(huntsIn({ details })),
  ],
  races: ({ details, figures }) => [
    bars('Refusals told', barsOf(details['codes'])),
    bars('What people and operators did meanwhile', actsIn(figures)),
  ],
  kills: ({ details }) => {
    const kills = killsIn(details['kills'])
    const of = (victim: string) => kills.filter((kill) => kill.victim === victim)
    return [
      grid(
        'Kills by victim and moment',
        victims,
        moments.map((moment) => ({
          label: moment,
          counts: victims.map((victim) => of(victim).filter((kill) => kill.moment === moment).length),
        })),
      ),
      spans(
        'Served again after, middle and range',
        victims.map((victim) => ({ label: victim, values: of(victim).map(({ served }) => served) })),
      ),
    ]
  },
  events: ({ figures }) => [
    bars(
      'What came, and how often streams broke off',
      figures
        .filter(({ what }) => /: (requests received|duties|reconnects)$/.test(what))
        .map(({ what, seen }) => ({ label: what, value: Number.parseInt(seen, 10) })),
    ),
  ],
}

const within = [10, 100, 1_000, 10_000]

/** Planted faults by the layer they are in and how many calls it took to find them. */
function faultsGrid(hunts: readonly Hunted[]): Html | null {
  const columns = [...within.map((calls) => `≤ ${grouped(calls)}`), 'more', 'missed']
  const columnOf = ({ calls, found }: Hunted): number => {
    const column = within.findIndex((most) => calls <= most)
    if (!found) return columns.length - 1
    return column === -1 ? within.length : column
  }
  const layers = [...new Set(hunts.map(({ layer }) => layer))]
  const rows = layers.map((layer) => {
    const here = hunts.filter((hunt) => hunt.layer === layer).map(columnOf)
    return { label: layer, counts: columns.map((_, i) => here.filter((column) => column === i).length) }
  })
  return grid('Planted faults by layer and calls until found', columns, rows)
}

/** Counts by name. */
function barsOf(value: unknown): readonly Bar[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([label, count]) =>
    typeof count === 'number' ? [{ label, value: count }] : [],
  )
}

/** Counts by verb and ending, added up by ending. */
function summed(value: unknown): readonly Bar[] {
  const sums = new Map<string, number>()
  for (const { label, value: count } of barsOf(value)) {
    const ending = label.slice(label.indexOf(' ') + 1)
    const name = endings[ending] ?? ending
    sums.set(name, (sums.get(name) ?? 0) + count)
  }
  return [...sums].map(([label, count]) => ({ label, value: count }))
}

/** What withheld things is told as the number of a reading (docs/design/004) and its words. */
function readings(value: unknown): readonly Bar[] {
  return barsOf(value).map(({ label, value: count }) => ({
    label: label.replace(/^(\d+) /, 'Reading $1: '),
    value: count,
  }))
}

const endings: Readonly<Record<string, string>> = { items: 'served, with items', empty: 'served, empty' }

function actsIn(figures: readonly Figure[]): readonly Bar[] {
  return figures.flatMap(({ what, seen }) => {
    const kind = /^acts: (.+)$/.exec(what)?.[1]
    return kind === undefined ? [] : [{ label: kind, value: Number.parseInt(seen, 10) }]
  })
}

interface Kill {
  readonly victim: string
  readonly moment: string
  readonly served: number
}

function killsIn(value: unknown): readonly Kill[] {
  if (!Array.isArray(value)) return []
  return (value as Record<string, unknown>[]).map(({ victim, moment, served_after_ms }) => ({
    victim: String(victim),
    moment: String(moment),
    served: Number(served_after_ms),
  }))
}
