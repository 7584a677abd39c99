// The figures as a few tables of text, for the terminal.

import type { Withdrawal } from '../messages.ts'
import { shapeNames } from '../shapes.ts'
import { variantNames } from '../variants.ts'
import type { Analysis, Comparison } from './analysis.ts'
import { type Goal, missedBy } from './goals.ts'
import type { Report } from './report.ts'

/** The tables: every cell, every ratio to the page without consent, the withdrawals, every goal. */
export function summaryOf({ analysis, goals, withdrawals }: Report): string {
  const parts = [
    cellLines(analysis),
    ratioLines(analysis),
    withdrawals.map(withdrawalLine),
    goals.flatMap(goalLines),
  ]
  return parts.map((lines) => lines.join('\n')).join('\n\n')
}

function withdrawalLine({ acknowledged, lastData, firstRefusal, ...late }: Withdrawal): string {
  const last = lastData === null ? 'none' : `${lastData.toFixed(1)} ms`
  const after = `data asked for after that: ${late.dataBegunAfterAcknowledgement}`
  return `withdrawn: acknowledged after ${acknowledged.toFixed(1)} ms, last data ${last}, first refusal ${firstRefusal.toFixed(1)} ms, ${after}`
}

function cellLines({ cells }: Analysis): readonly string[] {
  const head = row([
    'shape',
    'callers',
    'peer',
    'per s',
    'p50 ms',
    'p95 ms',
    'CPU ms',
    'server',
    'postgres',
    'asking',
  ])
  const rows = cells.toSorted(
    (a, b) =>
      shapeNames.indexOf(a.shape) - shapeNames.indexOf(b.shape) ||
      a.callers - b.callers ||
      variantNames.indexOf(a.variant) - variantNames.indexOf(b.variant),
  )
  return [
    head,
    ...rows.map(({ shape, callers, variant, throughput, latency, cpu, cost }) =>
      row([
        shape,
        String(callers),
        variant,
        throughput.median.toFixed(0),
        latency.p50.median.toFixed(2),
        latency.p95.toFixed(2),
        cpu.median.toFixed(2),
        cost.server.toFixed(2),
        cost.backends.toFixed(2),
        cost.generator.toFixed(2),
      ]),
    ),
  ]
}

function ratioLines({ comparisons }: Analysis): readonly string[] {
  const ratio = ({ median, low, high }: Comparison['cpu']): string =>
    `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`
  return [
    row(['shape', 'callers', 'peer', 'to', 'throughput'.padStart(18), 'CPU'.padStart(18)]),
    ...comparisons
      .filter(({ to }) => to === 'open')
      .map(({ shape, callers, of, to, throughput, cpu }) =>
        row([shape, String(callers), of, to, ratio(throughput).padStart(18), ratio(cpu).padStart(18)]),
      ),
  ]
}

function goalLines(goal: Goal): readonly string[] {
  const { says, hit, worst, closes } = goal
  if (worst === undefined) return [`not measured: ${says}`]
  const word = hit ? 'HIT   ' : 'MISSED'
  return [`${word} ${says}`, `       ${missedBy(goal)}`, ...closes.map((line) => `       - ${line}`)]
}

/** The first columns are words, the rest numbers. */
const widths = [12, 7, 12]

function row(values: readonly string[]): string {
  return values.map((value, i) => (i < 3 ? value.padEnd(widths[i] ?? 0) : value.padStart(9))).join(' ')
}
