// The goals of design §12 against the figures: hit or missed, by how much, and where what is missing would have to come from.
import { type ShapeName, shapeNames } from '../shapes.ts'
import type { Analysis, Cell, Comparison, Cost } from './analysis.ts'
import { figure } from './html.ts'

/** One goal in one cell. */
export interface GoalCell {
  readonly shape: ShapeName
  readonly callers: number
  readonly seen: number
  /** The range the figure is in. */
  readonly low: number
  readonly high: number
  readonly hit: boolean
}

/** A goal and what came of it. */
export interface Goal {
  readonly name: 'cpu' | 'throughput-first' | 'throughput' | 'one-caller'
  readonly says: string
  readonly target: number
  /** Whether the figure must be at most or at least the target. */
  readonly bound: 'at most' | 'at least'
  readonly unit: '×' | 'ms'
  readonly cells: readonly GoalCell[]
  readonly hit: boolean
  /** The cell furthest from the goal. */
  readonly worst: GoalCell | undefined
  /** What would close it, one sentence each, the largest part first; empty when it is hit. */
  readonly closes: readonly string[]
}

type Rule = Pick<Goal, 'name' | 'says' | 'target' | 'bound' | 'unit'> & {
  readonly cells: (comparison: Comparison) => Omit<GoalCell, 'hit' | 'shape' | 'callers'> | undefined
}

const rules: readonly Rule[] = [
  {
    name: 'cpu',
    says: 'A protected page, its entry aside, costs at most 1.10 × the processor time of the same page without consent.',
    target: 1.1,
    bound: 'at most',
    unit: '×',
    cells: ({ of, to, cpu }) => (of === 'looked' && to === 'open' ? ratio(cpu) : undefined),
  },
  {
    name: 'throughput-first',
    says: 'With its durable entry at least 0.5 × the throughput of the page without consent, from 64 callers on.',
    target: 0.5,
    bound: 'at least',
    unit: '×',
    cells: throughputWithEntry,
  },
  {
    name: 'throughput',
    says: 'With its durable entry at least 0.8 × the throughput of the page without consent, from 64 callers on.',
    target: 0.8,
    bound: 'at least',
    unit: '×',
    cells: throughputWithEntry,
  },
  {
    name: 'one-caller',
    says: 'For one caller the middle answer, entry included, takes at most 1 ms more.',
    target: 1,
    bound: 'at most',
    unit: 'ms',
    cells: ({ of, to, callers, latencyMore }) =>
      of === 'protected' && to === 'open' && callers === 1
        ? { seen: latencyMore.median, low: latencyMore.least, high: latencyMore.most }
        : undefined,
  },
]

function throughputWithEntry({ of, to, callers, throughput }: Comparison): ReturnType<Rule['cells']> {
  return of === 'protected' && to === 'open' && callers >= 64 ? ratio(throughput) : undefined
}

function ratio({
  median,
  low,
  high,
}: {
  median: number
  low: number
  high: number
}): ReturnType<Rule['cells']> {
  return { seen: median, low, high }
}

/** What came of every goal that the run measured. */
export function judge(analysis: Analysis): readonly Goal[] {
  return rules.map(({ cells: found, ...rule }) => {
    const cells = analysis.comparisons.flatMap((comparison): GoalCell[] => {
      const cell = found(comparison)
      if (cell === undefined) return []
      const hit = rule.bound === 'at most' ? cell.seen <= rule.target : cell.seen >= rule.target
      return [{ shape: comparison.shape, callers: comparison.callers, ...cell, hit }]
    })
    cells.sort((a, b) => shapeNames.indexOf(a.shape) - shapeNames.indexOf(b.shape) || a.callers - b.callers)
    const worst = cells.toSorted((a, b) => (rule.bound === 'at most' ? b.seen - a.seen : a.seen - b.seen))[0]
    const hit = cells.length > 0 && cells.every((cell) => cell.hit)
    return {
      ...rule,
      cells,
      hit,
      worst,
      closes: hit || worst === undefined ? [] : partsOf(analysis, worst, rule.name),
    }
  })
}

/** How far a goal is missed at its worst, or how near its worst came, in words. */
export function missedBy({ target, bound, unit, cells, worst }: Goal): string {
  if (worst === undefined) return 'not measured'
  const { shape, callers, seen } = worst
  const reached = cells.filter((cell) => cell.hit).length
  const amount = (value: number): string => `${figure(value)} ${unit}`
  const beyond =
    unit === 'ms'
      ? `${amount(Math.abs(seen - target))} ${seen > target ? 'too much' : 'to spare'}`
      : `${figure(seen / target)} times the goal of ${bound} ${target}`
  return `${reached} of ${cells.length} cells reach it; the worst is ${amount(seen)} (${shape}, ${callers} callers), ${beyond}`
}

/** The parts of what protection costs, and what would make each smaller. */
const remedies = {
  lookBackends:
    'page and exit check each read the rows, on purpose: cheaper only in a form that need not be made into JSON, or with one visit instead of two',
  lookServer:
    'each object is made, taken apart and compared: deciding an author and a stretch of time once instead of each item, and fewer bytes to parse',
  entryBackends:
    'fewer and narrower rows: one record for what all subjects of an answer share, tag and commitment stored once, shorter keys',
  entryServer:
    'fewer records and hashes: one leaf for what all subjects of an answer share, instead of a salt and a hash for every field of each',
} as const

/** Where the processor time beyond the page without consent goes, the largest part first. */
function partsOf({ cells }: Analysis, { shape, callers }: GoalCell, goal: Goal['name']): readonly string[] {
  const cost = (variant: Cell['variant']): Cost | undefined =>
    cells.find((cell) => cell.shape === shape && cell.callers === callers && cell.variant === variant)?.cost
  const [open, looked, whole] = [cost('open'), cost('looked'), cost('protected')]
  if (open === undefined || looked === undefined || whole === undefined) return []
  const look = [
    {
      what: 'look and exit check in PostgreSQL',
      ms: looked.backends - open.backends,
      by: remedies.lookBackends,
    },
    { what: 'look and exit check in the server', ms: looked.server - open.server, by: remedies.lookServer },
  ]
  const entry = [
    { what: 'the entry in PostgreSQL', ms: whole.backends - looked.backends, by: remedies.entryBackends },
    { what: 'the entry in the server', ms: whole.server - looked.server, by: remedies.entryServer },
  ]
  return [...look, ...(goal === 'cpu' ? [] : entry)]
    .filter(({ ms }) => ms > 0)
    .toSorted((a, b) => b.ms - a.ms)
    .map(({ what, ms, by }) => `${what} takes ${figure(ms)} ms a request more: ${by}`)
}
