// The page's part on one shape: throughput, latency and cost of each peer, and the ratios.
import type { Shape } from '../shapes.ts'
import { type VariantName, variants } from '../variants.ts'
import type { Analysis, Cell, Comparison } from './analysis.ts'
import { escapeHtml, figure, table } from './html.ts'
import { type PlotPoint, peersPlot } from './plots.ts'

/** The section of a shape, or nothing when it was not measured. */
export function shapeSection({ name, says }: Shape, { cells, comparisons }: Analysis): string {
  const ours = cells
    .filter(({ shape }) => shape === name)
    .toSorted((a, b) => a.callers - b.callers || order(a.variant) - order(b.variant))
  if (ours.length === 0) return ''
  const points = (of: (cell: Cell) => Omit<PlotPoint, 'variant' | 'callers'>): readonly PlotPoint[] =>
    ours.map((cell) => ({ variant: cell.variant, callers: cell.callers, ...of(cell) }))
  const plots = [
    peersPlot(
      'Answers a second, range of the blocks',
      'a second',
      points(({ throughput: { median, least, most } }) => ({ middle: median, low: least, high: most })),
    ),
    peersPlot(
      'Time to an answer, 5 to 95 of 100',
      'ms',
      points(({ latency: { p50, p5, p95 } }) => ({ middle: p50.median, low: p5, high: p95 })),
    ),
    peersPlot(
      'Processor time of an answer, range of the blocks',
      'ms',
      points(({ cpu: { median, least, most } }) => ({ middle: median, low: least, high: most })),
    ),
  ]
  const title = `${says.charAt(0).toUpperCase()}${says.slice(1)}`
  const between = comparisons.filter(({ shape }) => shape === name)
  return `<section id="${name}"><h2>${escapeHtml(title)}</h2><div class="grid3">${plots.join('')}</div>
${ratioTable(between)}<details><summary>All figures</summary>${cellTable(ours)}</details></section>`
}

function order(variant: VariantName): number {
  return Object.keys(variants).indexOf(variant)
}

function ratioTable(comparisons: readonly Comparison[]): string {
  const callers = [...new Set(comparisons.map((one) => one.callers))].sort((a, b) => a - b)
  const columns = [
    ['protected', 'open'],
    ['looked', 'open'],
    ['protected', 'open-commit'],
    ['protected', 'sql'],
  ] as const
  const head = columns.map(([of, to]) => `${variants[of].title} ÷ ${variants[to].title}`)
  const rows = callers.flatMap((count) => {
    const found = columns.map(([of, to]) =>
      comparisons.find((one) => one.callers === count && one.of === of && one.to === to),
    )
    return [
      [`${count} callers, answers a second`, ...found.map((one) => ratioText(one?.throughput))],
      [`${count} callers, processor time`, ...found.map((one) => ratioText(one?.cpu))],
    ]
  })
  return table(['ratio (95 % range)', ...head.map(escapeHtml)], rows)
}

function ratioText(ratio: Comparison['cpu'] | undefined): string {
  return ratio === undefined ? '–' : `${figure(ratio.median)} (${figure(ratio.low)}–${figure(ratio.high)})`
}

function cellTable(cells: readonly Cell[]): string {
  const head = [
    'callers, peer',
    'a second',
    'least–most',
    'p5 ms',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'CPU ms',
    'server',
    'connections',
    'rest of PostgreSQL',
    'asking',
    'answers',
    'turned away',
  ]
  const rows = cells.map(({ callers, variant, throughput, latency, cpu, cost, ...counts }) => [
    `${callers}, ${escapeHtml(variants[variant].title)}`,
    figure(throughput.median),
    `${figure(throughput.least)}–${figure(throughput.most)}`,
    ...[latency.p5, latency.p50.median, latency.p95, latency.p99, cpu.median].map(figure),
    ...[
      cost.server,
      cost.backends,
      cost.otherPostgres,
      cost.generator,
      counts.requests,
      counts.turnedAway,
    ].map(figure),
  ])
  return table(head, rows)
}
