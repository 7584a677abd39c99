// From raw slices to figures: for each cell throughput, latency and cost over the blocks, and its ratios to its peers.
import type { Measured } from '../run.ts'
import type { ShapeName } from '../shapes.ts'
import { median, type Ratio, ratioOf, type Spread, spreadOf } from '../statistics.ts'
import { type VariantName, variantNames } from '../variants.ts'

/** Processor time of one request, milliseconds, by who used it. */
export interface Cost {
  readonly server: number
  readonly backends: number
  /** Writing back, checkpoints, vacuum: PostgreSQL's own time, which cannot be laid to one request. */
  readonly otherPostgres: number
  /** The asking process; told, never counted. */
  readonly generator: number
}

/** What was found of one peer in one shape at one number of callers. */
export interface Cell {
  readonly shape: ShapeName
  readonly callers: number
  readonly variant: VariantName
  readonly requests: number
  /** Requests turned away beside them: the server had too much to do. */
  readonly turnedAway: number
  /** Requests a second, over the blocks. */
  readonly throughput: Spread
  /** Milliseconds: the medians of the blocks' quantiles, and the spread of the blocks' medians. */
  readonly latency: { readonly p5: number; readonly p50: Spread; readonly p95: number; readonly p99: number }
  /** Server and connections together, milliseconds a request, over the blocks. */
  readonly cpu: Spread
  readonly cost: Cost
}

/** One peer against another in the same blocks. */
export interface Comparison {
  readonly shape: ShapeName
  readonly callers: number
  readonly of: VariantName
  readonly to: VariantName
  readonly throughput: Ratio
  readonly cpu: Ratio
  /** How much longer the middle request takes, milliseconds: median, and the range by the blocks. */
  readonly latencyMore: Spread
}

/** The figures of a run. */
export interface Analysis {
  readonly cells: readonly Cell[]
  readonly comparisons: readonly Comparison[]
}

/** Which comparisons are made. */
const pairs: readonly (readonly [VariantName, VariantName])[] = [
  ['protected', 'open'],
  ['protected', 'open-commit'],
  ['protected', 'sql'],
  ['looked', 'open'],
  ['looked', 'sql'],
  ['open-commit', 'open'],
]

/** The figures of slices. The same slices and seed give the same figures. */
export function analyse(slices: readonly Measured[], seed: number): Analysis {
  const groups = Map.groupBy(slices, ({ shape, callers }) => `${shape} ${callers}`)
  const cells: Cell[] = []
  const comparisons: Comparison[] = []
  for (const group of groups.values()) {
    const of = (variant: VariantName): readonly Measured[] =>
      group.filter((slice) => slice.variant === variant).toSorted((a, b) => a.block - b.block)
    cells.push(...variantNames.flatMap((variant) => cellOf(of(variant))))
    comparisons.push(...pairs.flatMap(([a, b]) => compare(of(a), of(b), seed)))
  }
  return { cells, comparisons }
}

function cellOf(slices: readonly Measured[]): readonly Cell[] {
  const [first] = slices
  if (first === undefined) return []
  const { shape, callers, variant } = first
  const middle = (figure: (slice: Measured) => number): number => median(slices.map(figure))
  const cost = (part: keyof Cost): number => middle((slice) => slice.usage[part] / slice.requests)
  return [
    {
      shape,
      callers,
      variant,
      requests: slices.reduce((sum, slice) => sum + slice.requests, 0),
      turnedAway: slices.reduce((sum, slice) => sum + slice.turnedAway, 0),
      throughput: spreadOf(slices.map(throughputOf)),
      latency: {
        p5: middle(({ latency }) => latency.p5),
        p50: spreadOf(slices.map(({ latency }) => latency.p50)),
        p95: middle(({ latency }) => latency.p95),
        p99: middle(({ latency }) => latency.p99),
      },
      cpu: spreadOf(slices.map(cpuOf)),
      cost: {
        server: cost('server'),
        backends: cost('backends'),
        otherPostgres: cost('otherPostgres'),
        generator: cost('generator'),
      },
    },
  ]
}

function compare(a: readonly Measured[], b: readonly Measured[], seed: number): readonly Comparison[] {
  const both = a.flatMap((one) => {
    const other = b.find(({ block }) => block === one.block)
    return other === undefined ? [] : [[one, other] as const]
  })
  const [first] = both
  if (first === undefined) return []
  const [{ shape, callers, variant: of }, { variant: to }] = first
  return [
    {
      shape,
      callers,
      of,
      to,
      throughput: ratioOf(
        both.map(([x, y]) => [throughputOf(x), throughputOf(y)]),
        seed,
      ),
      cpu: ratioOf(
        both.map(([x, y]) => [cpuOf(x), cpuOf(y)]),
        seed,
      ),
      latencyMore: spreadOf(both.map(([x, y]) => x.latency.p50 - y.latency.p50)),
    },
  ]
}

function throughputOf({ perSecond }: Measured): number {
  return perSecond
}

/** What a request cost: the server's process and PostgreSQL's connections, milliseconds. */
function cpuOf({ usage, requests }: Measured): number {
  return (usage.server + usage.backends) / requests
}
